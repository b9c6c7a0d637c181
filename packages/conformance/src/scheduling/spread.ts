/** About how many of the steps of an operation are tried where it makes many. */
const TRIED = 8;

/** Some of the numbers from 1 to a count, the first and the last among them. */
export function spread(count: number): readonly number[] {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const every = Math.max(1, Math.floor(count / TRIED));
  return numbers.filter((number) => number % every === 0 || number === 1 || number === count);
}
