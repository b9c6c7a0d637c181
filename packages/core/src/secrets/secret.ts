/** An opaque token for one committed state of one secret; never used twice. */
export type Revision = string;

/** The content of a secret that is read without a schema: its raw strings. */
export type ArbitraryContent = Readonly<Record<string, string>>;

/**
 * A named collection of key→value pairs with a schema type. Frozen. Everything but `content` is
 * safe to print: `toString`, `JSON.stringify`, `util.inspect`, template literals and
 * `structuredClone` of a secret never show a value.
 *
 * Secrets are made by a schema's `create`, or read from a manager.
 */
export interface Secret<Content extends object = ArbitraryContent> {
  readonly name: string;
  /** The type of the schema that the secret was made or registered with. */
  readonly type: string;
  /** The keys that are set, sorted. */
  readonly keys: readonly string[];
  /** The state that was read; `undefined` for a secret that was made by `create`. */
  readonly revision: Revision | undefined;
  /** The one place where values come out: a frozen object without a prototype, unset keys absent. */
  readonly content: Content;
  /** The secret without its values. */
  toJSON(): SecretDescriptor;
  /** The same, as one line. */
  toString(): string;
}

/** What a secret shows of itself when it is printed or serialised. */
export interface SecretDescriptor {
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
  readonly revision?: Revision | undefined;
}
