import type { ConformanceHarness } from "../../src/index.ts";

/**
 * A correct manager with one thing changed. It must fail its own case by that case's assertion, and pass
 * every other but those it says it also fails.
 */
export interface Saboteur {
  /**
   * The id of the case that must catch it. What breaks in another run than the plain one only has the name of the run with
   * it: `paging/each@namespace`.
   */
  readonly breaks: string;
  /** What is changed, as a developer would have got it wrong: `"answers undefined when denied"`. */
  readonly changes: string;
  /** Other cases that cannot but fail too: case id → why, with the run as above. Short. */
  readonly alsoFails?: Readonly<Record<string, string>> | undefined;
  /** A harness that makes managers of the changed class. */
  readonly harness: ConformanceHarness;
}
