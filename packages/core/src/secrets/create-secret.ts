import { readBrand, setBrand } from "../brand.ts";
import type { Entries } from "../schemas/secret-schema.ts";
import { CONTENT_DIGEST, digestEntries } from "./content-digest.ts";
import { sortedEntries } from "./raw-content.ts";
import type { Revision, Secret, SecretDescriptor } from "./secret.ts";

/** What a secret is made of. */
export interface SecretParts<Content extends object> {
  readonly name: string;
  readonly type: string;
  /** What is stored. Copied. */
  readonly entries: Entries;
  /** What the schema makes of it. Copied, unless it is frozen and without a prototype already. */
  readonly content: Content;
  readonly revision?: Revision | undefined;
  /** Whether the entries are only some of the stored ones. Default: `false`. */
  readonly partial?: boolean | undefined;
}

/** What a manager asks of a secret beside what everybody sees. */
export interface SecretState {
  /** What is stored, sorted by key. */
  readonly entries: Entries;
  /** Whether the entries are only some of the stored ones: then it cannot replace them. */
  readonly partial: boolean;
}

class FrozenSecret<Content extends object> implements Secret<Content> {
  static {
    const { prototype } = this;
    // A function of the secret, so that managers of another copy of this package can ask too.
    setBrand(prototype, "secret", (secret: unknown) => this.#state(secret));
    // With `showHidden`, `util.inspect` runs the getters of classes, `content` among them, but not
    // those of what it takes for a plain object.
    Object.defineProperty(prototype, "constructor", { value: Object });
    Object.defineProperty(prototype, Symbol.toStringTag, { value: "Secret" });
    Object.freeze(prototype);
  }

  static #state(secret: unknown): SecretState | undefined {
    const isObject = typeof secret === "object" && secret !== null;
    return isObject && #entries in secret
      ? { entries: secret.#entries, partial: secret.#partial }
      : undefined;
  }

  /** Shared by all secrets, and computed when someone compares. */
  static readonly #digest: PropertyDescriptor = {
    enumerable: true,
    get(): string | undefined {
      return #entries in this ? digestEntries(this.#entries) : undefined;
    },
  };

  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
  readonly revision: Revision | undefined;
  readonly #content: Content;
  readonly #entries: Entries;
  readonly #partial: boolean;

  constructor({ name, type, entries, content, revision, partial = false }: SecretParts<Content>) {
    this.name = name;
    this.type = type;
    this.#entries = sortedEntries(entries);
    this.keys = Object.freeze([...this.#entries.keys()]);
    this.revision = revision;
    this.#content = frozenContent(content);
    this.#partial = partial;
    Object.defineProperty(this, CONTENT_DIGEST, FrozenSecret.#digest);
    Object.freeze(this);
  }

  get content(): Content {
    return this.#content;
  }

  toJSON(): SecretDescriptor {
    const { name, type, keys, revision } = this;
    return { name, type, keys, revision };
  }

  toString(): string {
    return `Secret ${JSON.stringify(this.name)} (${this.type})`;
  }
}

function frozenContent<Content extends object>(content: Content): Content {
  if (Object.getPrototypeOf(content) === null && Object.isFrozen(content)) return content;
  const copy = Object.assign({ __proto__: null }, content);
  Object.freeze(copy);
  return copy;
}

/**
 * Makes a secret of parts that are checked already. Schemas and managers do; everybody else asks a
 * schema's `create`.
 *
 * Its values are in private fields, where printing, cloning, spreading and serialising do not get.
 */
export function createSecret<Content extends object>(parts: SecretParts<Content>): Secret<Content> {
  return new FrozenSecret(parts);
}

/**
 * The entries of a secret, from whichever copy of this package; `undefined` for everything that is
 * no secret. What comes from elsewhere is checked before it is believed.
 */
export function secretState(secret: unknown): SecretState | undefined {
  try {
    const stateOf = readBrand(secret, "secret");
    if (typeof stateOf !== "function") return undefined;
    return checkedState(Reflect.apply(stateOf, undefined, [secret]));
  } catch {
    // Whatever throws when it is looked at is no secret.
    return undefined;
  }
}

function checkedState(state: unknown): SecretState | undefined {
  if (typeof state !== "object" || state === null) return undefined;
  const entries: unknown = Reflect.get(state, "entries");
  const partial: unknown = Reflect.get(state, "partial");
  // Not imported: see sameValue.
  const { isMap } = process.getBuiltinModule("node:util").types;
  if (!isMap(entries) || typeof partial !== "boolean") return undefined;
  const checked = new Map<string, string>();
  for (const [key, value] of entries) {
    if (typeof key !== "string" || typeof value !== "string") return undefined;
    checked.set(key, value);
  }
  return { entries: sortedEntries(checked), partial };
}
