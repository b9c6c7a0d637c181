/** A person gave up: ctrl-C, at a prompt or while something ran. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("interrupted");
  }
}
