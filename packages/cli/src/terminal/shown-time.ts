/** A time as tables show it, in UTC and to the second; nothing where the backend does not tell. */
export function shownTime(time: Date | undefined): string {
  return time === undefined ? "" : `${time.toISOString().slice(0, 19)}Z`;
}
