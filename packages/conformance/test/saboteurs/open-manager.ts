import {
  type ArbitraryContent,
  type Call,
  type Capabilities,
  type GetSecretOptions,
  type GetSecretsOptions,
  isSecretName,
  KeykistError,
  type KeykistErrorDetails,
  type OperationOptions,
  type Revision,
  type Secret,
  type SecretSchema,
  type SecretsManagerConfig,
  type StoredRecord,
} from "@keykist/core";
import {
  type MemorySecret,
  MemorySecretsManager,
  type MemorySecretsManagerOptions,
  MemoryStore,
} from "@keykist/core/memory";
import { LimitedSecretsManager, ReadOnlySecretsManager } from "../limited-managers.ts";
import { memoryHarness } from "../memory-harness.ts";
import type { Saboteur } from "./saboteur.ts";

/** What `modifySecret` is given to call. */
export type Change = (
  content: ArbitraryContent,
) => ArbitraryContent | PromiseLike<ArbitraryContent>;

/** A schema, whose content nobody here looks at. */
export type AnySchema = SecretSchema<ArbitraryContent>;

/** What `getSecret` is given. */
export type ReadOne = [name: string, schema: AnySchema | undefined, options: GetSecretOptions];

/** What `getSecrets` is given. */
export type ReadMany = [
  names: readonly string[],
  schema: AnySchema | undefined,
  options: GetSecretsOptions,
];

/** What `getSecrets` answers. */
export type Answers = Map<string, Secret | KeykistError>;

/**
 * A correct memory manager that can be got at: its store, what it was made with, and the operations
 * that have several signatures, each as one method.
 */
export class OpenSecretsManager extends MemorySecretsManager {
  // Small, so that the cases about limits are quick.
  static override readonly capabilities: Capabilities = {
    ...MemorySecretsManager.capabilities,
    nativeReads: "exact",
    readsById: true,
    limits: { valueBytes: 2048, secretBytes: 8192, keys: 16, names: 200 },
  };

  readonly #store: MemoryStore;
  readonly #config: Partial<SecretsManagerConfig>;
  readonly #options: MemorySecretsManagerOptions;

  constructor(
    config: Partial<SecretsManagerConfig> = {},
    options: MemorySecretsManagerOptions = {},
  ) {
    const store = options.store ?? new MemoryStore();
    super(config, { ...options, store });
    this.#store = store;
    this.#config = config;
    this.#options = { ...options, store };
  }

  get store(): MemoryStore {
    return this.#store;
  }

  /** What the manager was made with, to make another like it. */
  get given(): readonly [Partial<SecretsManagerConfig>, MemorySecretsManagerOptions] {
    return [this.#config, this.#options];
  }

  override getSecret(
    name: string,
    second?: AnySchema | GetSecretOptions,
    third?: GetSecretOptions,
  ): Promise<Secret> {
    const [schema, options = {}] = isSchema(second) ? [second, third] : [undefined, second];
    return this.readOne(name, schema, options);
  }

  /** `getSecret`. */
  readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
    if (schema === undefined) return super.getSecret(name, options);
    const { keys, ...whole } = options;
    return keys === undefined
      ? super.getSecret(name, schema, whole)
      : super.getSecret(name, schema, { ...whole, keys });
  }

  override getSecrets(
    names: readonly string[],
    second?: AnySchema | GetSecretsOptions,
    third?: GetSecretsOptions,
  ): Promise<Answers> {
    const [schema, options = {}] = isSchema(second) ? [second, third] : [undefined, second];
    return this.readMany(names, schema, options);
  }

  /** `getSecrets`. */
  readMany(...[names, schema, options]: ReadMany): Promise<Answers> {
    return schema === undefined
      ? super.getSecrets(names, options)
      : super.getSecrets(names, schema, options);
  }

  override modifySecret(
    name: string,
    change: Change,
    options: OperationOptions = {},
  ): Promise<Revision> {
    return super.modifySecret(name, change, options);
  }

  protected override async doReadById(id: string, call: Call): Promise<StoredRecord | undefined> {
    if (isSecretName(id.replace(SCOPES, ""))) {
      throw new KeykistError("INVALID_NAME", "this id is the path of a secret of keykist", {
        operation: call.operation,
        hint: "read it by its name, through a manager of its scope",
      });
    }
    const stored = await call.step("read by id", () => this.stored(id), { mutates: false });
    if (stored === undefined) return undefined;
    const { type, owned, current } = stored;
    return { type, owned, revision: current.revision, entries: current.entries };
  }

  /** What the store holds under a path, if anything. */
  stored(path: string): MemorySecret | undefined {
    return this.store.secrets.get(path);
  }

  /** Changes what the store holds under a path, if anything. */
  meddle(path: string, change: (stored: MemorySecret) => Partial<MemorySecret>): void {
    const stored = this.stored(path);
    if (stored !== undefined) this.store.secrets.set(path, { ...stored, ...change(stored) });
  }
}

/** The class that saboteurs extend. */
export type OpenClass = typeof OpenSecretsManager;

/** The same, claiming little. */
export class OpenLimitedManager extends OpenSecretsManager {
  static override readonly FLAVOR = "limited";
  static override readonly capabilities: Capabilities = LimitedSecretsManager.capabilities;
}

/** The same, only reading. */
export class OpenReadOnlyManager extends OpenSecretsManager {
  static override readonly FLAVOR = "read-only";
  static override readonly capabilities: Capabilities = ReadOnlySecretsManager.capabilities;
}

/** A saboteur that is a subclass of one of the classes above. */
export function sabotage(
  breaks: string,
  changes: string,
  change: (Base: OpenClass) => OpenClass,
  options: { readonly alsoFails?: Saboteur["alsoFails"]; readonly base?: OpenClass } = {},
): Saboteur {
  const Sabotaged = change(options.base ?? OpenSecretsManager);
  return {
    breaks,
    changes,
    alsoFails: options.alsoFails,
    harness: memoryHarness(
      (config, managerOptions) => new Sabotaged(config, managerOptions),
      "saboteur",
    ),
  };
}

/** Does work, and something else where it fails with one of these codes. */
export async function otherwise<T>(
  work: Promise<T>,
  codes: readonly KeykistError["code"][],
  instead: (error: KeykistError) => T | Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!KeykistError.is(error) || !codes.includes(error.code)) throw error;
    return instead(error);
  }
}

/** An error that says something else. */
export function altered(
  { code, message, operation, flavor, secret, retry, outcome, hint, issues, cause }: KeykistError,
  details: KeykistErrorDetails & {
    readonly code?: KeykistError["code"];
    readonly message?: string;
  },
): KeykistError {
  const { code: newCode = code, message: newMessage = message, ...rest } = details;
  const same = { operation, flavor, secret, retry, outcome, hint, issues, cause };
  return new KeykistError(newCode, newMessage, { ...same, ...rest });
}

/**
 * A secret that says something else of itself. As of any other, its content is not printed; and it can be
 * written back, as what it was.
 */
export function looking(secret: Secret, changes: Partial<Omit<Secret, "toJSON">>): Secret {
  const { name, type, keys, revision, content } = { ...shown(secret), ...changes };
  const visible = { name, type, keys, revision };
  const stateOf: unknown = Reflect.get(secret, SECRET);
  // On a prototype that looks like that of a plain object: `util.inspect` does not run its getters.
  const hidden = Object.defineProperties(
    {},
    {
      content: { get: () => content },
      toJSON: { value: () => visible },
      constructor: { value: Object },
      [SECRET]: {
        value: (): unknown =>
          typeof stateOf === "function" ? Reflect.apply(stateOf, undefined, [secret]) : undefined,
      },
    },
  );
  const copy = { ...visible, content, toJSON: () => visible };
  for (const property of ["content", "toJSON"]) Reflect.deleteProperty(copy, property);
  Object.setPrototypeOf(copy, hidden);
  return copy;
}

/** What the paths of secrets of all scopes but `none` begin with. */
const SCOPES = /^keykist\/(?:global|(?:component|namespace)\/[^/]+)\//u;

/** Where the state of a secret is asked for across copies of core. */
const SECRET = Symbol.for("keykist.secret");

function shown({ name, type, keys, revision, content }: Secret): Omit<Secret, "toJSON"> {
  return { name, type, keys, revision, content };
}

function isSchema(value: object | undefined): value is AnySchema {
  return value !== undefined && "TYPE" in value;
}
