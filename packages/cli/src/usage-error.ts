/**
 * What was typed cannot be done as it stands. The message never quotes what may be a value: an
 * argument, or what stands behind the `=` of an option.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The exact next step. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
