/**
 * @typedef {object} Counts How many tests passed, failed and were skipped.
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Readonly<Counts>} */
export const NO_TESTS = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/**
 * One failure that no test runner reported: a crash, a failing tool.
 *
 * @type {Readonly<Counts>}
 */
export const ONE_FAILURE = Object.freeze({ passed: 0, failed: 1, skipped: 0 });

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  const total = { ...NO_TESTS };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * The line that `npm test`, the packed tests and `.ci/run` end with.
 *
 * @param {Counts} counts
 * @returns {string}
 */
export function format({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

/**
 * Reads such a line back.
 *
 * @param {string} line
 * @returns {Counts | undefined} undefined for any other line
 */
export function parse(line) {
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
  if (match === null) return undefined;
  return { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) };
}
