import {
  type ArbitraryContent,
  KeykistError,
  type Revision,
  type Secret,
  type SecretDescriptor,
} from "@keykist/core";

/** A secret as a `HandWrittenManager` gives it out. */
export class HandWrittenSecret implements Secret {
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
  readonly revision: Revision;
  readonly #content: ArbitraryContent;
  readonly #isPart: boolean;

  constructor(
    {
      name,
      type,
      revision,
    }: { readonly name: string; readonly type: string; readonly revision: Revision },
    entries: ArbitraryContent,
    wanted: readonly string[] | undefined,
  ) {
    const keys = Object.keys(entries).toSorted();
    const kept = keys.filter((key) => wanted?.includes(key) ?? true);
    this.name = name;
    this.type = type;
    this.keys = Object.freeze(kept);
    this.revision = revision;
    this.#content = contentOf(kept.map((key) => [key, entries[key] ?? ""]));
    this.#isPart = kept.length < keys.length;
    Object.freeze(this);
  }

  get content(): ArbitraryContent {
    return this.#content;
  }

  toJSON(): SecretDescriptor {
    const { name, type, keys, revision } = this;
    return { name, type, keys, revision };
  }

  /** Whether a secret was read in part. */
  static isPart(secret: object): boolean {
    return #isPart in secret && secret.#isPart;
  }
}

/** A frozen object without a prototype. */
export function contentOf(entries: Iterable<readonly [string, string]>): ArbitraryContent {
  const content: Record<string, string> = Object.fromEntries(entries);
  Object.setPrototypeOf(content, null);
  return Object.freeze(content);
}

/** An error that does not know yet where it comes from. */
export function refusal(code: KeykistError["code"]): KeykistError {
  return new KeykistError(code, `refused: ${code}`, { hint: "see docs/errors.md" });
}

/** The same error, as one of an operation. What the caller's own function threw stays what it is. */
export function explained(
  error: unknown,
  frame: {
    readonly operation: string;
    readonly secret: string | undefined;
    readonly outcome: KeykistError["outcome"];
  },
): unknown {
  if (!KeykistError.is(error)) return error;
  const { code, message, hint, issues } = error;
  return new KeykistError(code, message, { ...frame, flavor: "hand-written", hint, issues });
}
