/** What a hook of a flavor threw: not to be trusted with values, whatever it is. */
export class FlavorError extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super("thrown by a flavor");
    this.thrown = thrown;
  }
}

/** What a caller threw from its own function: passed on to it as it is. */
export class CallerError extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super("thrown by the caller's own function");
    this.thrown = thrown;
  }
}
