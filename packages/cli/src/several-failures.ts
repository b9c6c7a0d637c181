/** Several things were to be done, and some of them failed; the others were done. */
export class SeveralFailures extends Error {
  override readonly name = "SeveralFailures";
  /** What failed, in the order in which it was tried. There is at least one. */
  readonly errors: readonly unknown[];

  constructor(errors: readonly unknown[]) {
    super("several things failed");
    this.errors = errors;
  }
}

/** @throws SeveralFailures where there are errors; the one error where it is alone */
export function throwAny(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new SeveralFailures(errors);
}
