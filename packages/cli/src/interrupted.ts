/** A person gave up: ctrl-C, at a prompt or while something ran, or no as the answer. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  /** @param message says where things stand, if that is not plain */
  constructor(message = "interrupted") {
    super(message);
  }
}
