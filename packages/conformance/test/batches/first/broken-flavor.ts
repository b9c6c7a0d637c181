import type { ConformanceHarness } from "@keykist/conformance";

/** The correct flavors that the broken ones are made of. */
export type BaseName = "shelf" | "ledger" | "rows" | "document";

/** A secrets manager that is correct but for one defect, and the proof that it has it. */
export interface BrokenFlavor {
  readonly id: string;
  /** What the author got wrong, in a few words. */
  readonly defect: string;
  /** The sentence of the contract that it breaks, quoted. */
  readonly sentence: string;
  readonly base: BaseName;
  readonly harness: ConformanceHarness;
  /**
   * Shows the breach through the public operations.
   *
   * @param on the harness of the base, to see that nothing is shown there. Default: the broken flavor's own
   * @returns what went wrong, as its user would tell it
   * @throws NotShown where the contract was kept
   */
  readonly breach: (on?: ConformanceHarness) => Promise<string>;
}

/** A program that tells what goes wrong on a harness. */
export type Breach = (harness: ConformanceHarness) => Promise<string>;

/** The parts of a broken flavor; its breach is run on its own harness unless another is given. */
export function brokenFlavor(
  parts: Omit<BrokenFlavor, "breach"> & { readonly shows: Breach },
): BrokenFlavor {
  const { shows, ...rest } = parts;
  return { ...rest, breach: (on = rest.harness) => shows(on) };
}

/** The contract was kept where a breach of it was to be shown. */
export class NotShown extends Error {
  override readonly name: string = "NotShown";
}
