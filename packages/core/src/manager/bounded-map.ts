/**
 * Does work on many items, so many at a time, and yields the answers as they come. The work must
 * not reject: an answer that can fail says so in its value.
 */
export async function* boundedMap<Item, Answer>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const running = new Set<Promise<{ readonly answer: Answer; readonly self: () => void }>>();
  const start = (item: Item): void => {
    const entry = work(item).then((answer) => ({ answer, self: () => running.delete(entry) }));
    running.add(entry);
  };
  for (const item of items) {
    if (running.size >= limit) {
      const { answer, self } = await Promise.race(running);
      self();
      yield answer;
    }
    start(item);
  }
  while (running.size > 0) {
    const { answer, self } = await Promise.race(running);
    self();
    yield answer;
  }
}
