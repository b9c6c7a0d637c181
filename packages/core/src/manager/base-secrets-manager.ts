import { setBrand } from "../brand.ts";
import { KeykistError } from "../errors/keykist-error.ts";
import { defaultSchemaRegistry } from "../schemas/registry.ts";
import type { SecretSchema } from "../schemas/secret-schema.ts";
import type { ArbitraryContent, Revision, Secret } from "../secrets/secret.ts";
import { mergeConfigSchemas } from "../stack/merge-config-schemas.ts";
import { StackComponentType } from "../stack/stack-component-type.ts";
import { withEnvironment } from "../stack/config-environment.ts";
import { refuseReferences } from "../stack/refuse-references.ts";
import { adoptSecret, undeleteSecret } from "./adopt-secret.ts";
import type { Capabilities } from "./capabilities.ts";
import { systemClock } from "./clock.ts";
import { deleteAllSecrets } from "./delete-all-secrets.ts";
import { SPEC_VERSION } from "./flavor-class.ts";
import type { HistoryEntry } from "./flavor-contract.ts";
import { FlavorHooks } from "./flavor-hooks.ts";
import { getSecretHistory } from "./history.ts";
import { getAllSecretKeys, listSecrets, listUnownedSecrets } from "./list-secrets.ts";
import { type SecretsManagerConfig, managerConfigFields } from "./manager-config.ts";
import type { ManagerCore } from "./manager-core.ts";
import { modifySecret } from "./modify-secret.ts";
import { OperationRunner } from "./operation-runner.ts";
import { describeSecret, getSecret, getSecrets } from "./read-secrets.ts";
import { pathScope, type SecretScope } from "./secret-path.ts";
import { SecretQueue } from "./secret-queue.ts";
import type {
  DeleteAllResult,
  GetSecretOptions,
  GetSecretsOptions,
  GuardedWriteOptions,
  ListSecretsOptions,
  ListUnownedSecretsOptions,
  ModifySecretOptions,
  OperationOptions,
  SecretDescription,
  SecretsManager,
  SecretSummary,
  UnownedSecretSummary,
} from "./secrets-manager.ts";
import type { SecretsManagerOptions } from "./secrets-manager-options.ts";
import { deleteSecret, registerSecret, rollbackSecret, updateSecret } from "./write-secrets.ts";

/**
 * The base of every flavor. It validates, scopes, bounds, classifies and redacts, the same for all;
 * a flavor moves bytes, maps names and says what an error of its backend means.
 *
 * **For applications**: the operations are those of {@link SecretsManager}.
 *
 * **For flavor authors**: set `static readonly FLAVOR`, `configSchema` and `capabilities`; implement
 * `doCreate`, `doRead`, `doReplace`, `doRemove`, `doList` and `classify`. Hooks are called with
 * validated input. Expected outcomes are returned; errors of the backend are thrown as they are.
 *
 * @example
 * ```ts
 * export class AcmeSecretsManager extends BaseSecretsManager<AcmeConfig> {
 *   static override readonly FLAVOR = "acme";
 *   static override readonly configSchema = acmeConfig;
 *   static override readonly capabilities = acmeCapabilities;
 *   // … five hooks and classify
 * }
 * AcmeSecretsManager satisfies FlavorClass;
 * ```
 */
export abstract class BaseSecretsManager<Config extends object = object>
  extends FlavorHooks<Config & SecretsManagerConfig>
  implements SecretsManager
{
  static override readonly TYPE: string = StackComponentType.SECRETS_MANAGER;
  /** The version of the contract between base and flavors that this class implements. */
  static readonly specVersion: number = SPEC_VERSION;
  /** The scope that the command writes for a new manager of this flavor. */
  static readonly defaultScope: SecretScope = "none";
  /** What a manager of this flavor can do under default options. */
  static readonly capabilities: Capabilities | undefined;

  static {
    setBrand(this, "secretsManager", SPEC_VERSION);
    setBrand(this.prototype, "secretsManager", SPEC_VERSION);
  }

  readonly #core: ManagerCore;
  readonly #capabilities: Capabilities;

  /**
   * Validates the configuration, with the credentials of the environment filled in; does no I/O.
   *
   * @throws KeykistError `INVALID_CONFIG`
   */
  constructor(config: object = {}, options: SecretsManagerOptions = {}) {
    refuseReferences(config);
    const { FLAVOR: flavor, configSchema, capabilities } = new.target;
    const { environment = process.env } = options;
    super(
      withEnvironment(config, configSchema, { flavor, environment }),
      options,
      mergeConfigSchemas(managerConfigFields(), configSchema),
    );
    if (capabilities === undefined) {
      throw new KeykistError("INVALID_CONFIG", `the flavor "${flavor}" declares no capabilities`, {
        flavor,
        hint: "set `static override readonly capabilities` on the class",
      });
    }
    // A copy: nobody who is given it may change what other managers of the class claim.
    this.#capabilities = Object.freeze({
      ...capabilities,
      limits: Object.freeze({ ...capabilities.limits }),
    });
    const { scope, namespace, timeoutMs } = this.config;
    const owner = { none: undefined, global: undefined, component: options.id, namespace }[scope];
    const runner = new OperationRunner({
      flavor,
      timeoutMs,
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      interceptStep: options.interceptStep,
      classify: (error, context) => this.classify(error, context),
      connect: (call) => this.connect(call),
      disconnect: (call) => this.disconnect(call),
    });
    this.#core = {
      flavor,
      runner,
      hooks: FlavorHooks.bindHooks(this, (call) => runner.connected(call)),
      scope: pathScope(scope, owner),
      registry: options.registry ?? defaultSchemaRegistry(),
      queue: new SecretQueue(),
      capabilities: () => this.capabilities,
    };
  }

  /** What this manager can do. A flavor whose claims depend on its configuration overrides it. */
  get capabilities(): Capabilities {
    return this.#capabilities;
  }

  registerSecret(secret: Secret<object>, options: OperationOptions = {}): Promise<Revision> {
    return registerSecret(this.#core, secret, options);
  }

  getSecret(name: string, options?: GetSecretOptions): Promise<Secret>;
  getSecret<Content extends object, Key extends keyof Content & string>(
    name: string,
    schema: SecretSchema<Content>,
    options: GetSecretOptions<Key> & { readonly keys: readonly Key[] },
  ): Promise<Secret<Pick<Content, Key>>>;
  getSecret<Content extends object>(
    name: string,
    schema: SecretSchema<Content>,
    options?: GetSecretOptions & { readonly keys?: undefined },
  ): Promise<Secret<Content>>;
  getSecret(
    name: string,
    second?: SecretSchema | GetSecretOptions,
    third?: GetSecretOptions,
  ): Promise<Secret<object>> {
    const [schema, options] = schemaAndOptions(second, third);
    return getSecret(this.#core, name, schema, options);
  }

  getSecrets(
    names: readonly string[],
    options?: GetSecretsOptions,
  ): Promise<Map<string, Secret | KeykistError>>;
  getSecrets<Content extends object>(
    names: readonly string[],
    schema: SecretSchema<Content>,
    options?: GetSecretsOptions,
  ): Promise<Map<string, Secret<Content> | KeykistError>>;
  getSecrets(
    names: readonly string[],
    second?: SecretSchema | GetSecretsOptions,
    third?: GetSecretsOptions,
  ): Promise<Map<string, Secret<object> | KeykistError>> {
    const [schema, options] = schemaAndOptions(second, third);
    return getSecrets(this.#core, names, schema, options);
  }

  getAllSecretKeys(options: OperationOptions = {}): Promise<string[]> {
    return getAllSecretKeys(this.#core, options);
  }

  listSecrets(options: ListUnownedSecretsOptions): AsyncIterable<UnownedSecretSummary>;
  listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary>;
  listSecrets(
    options: ListSecretsOptions & { readonly owned?: boolean | undefined } = {},
  ): AsyncIterable<UnownedSecretSummary> {
    const { owned = true } = options;
    return owned ? listSecrets(this.#core, options) : listUnownedSecrets(this.#core, options);
  }

  describeSecret(name: string, options: OperationOptions = {}): Promise<SecretDescription> {
    return describeSecret(this.#core, name, options);
  }

  updateSecret(secret: Secret<object>, options: GuardedWriteOptions = {}): Promise<Revision> {
    return updateSecret(this.#core, secret, options);
  }

  modifySecret(
    name: string,
    change: (content: ArbitraryContent) => ArbitraryContent | PromiseLike<ArbitraryContent>,
    options?: OperationOptions,
  ): Promise<Revision>;
  modifySecret<Content extends object, Input extends object>(
    name: string,
    change: (content: Content) => Input | PromiseLike<Input>,
    options: ModifySecretOptions<Content, Input> & {
      readonly schema: SecretSchema<Content, Input>;
    },
  ): Promise<Revision>;
  modifySecret(
    name: string,
    change: (content: never) => unknown,
    options: OperationOptions & { readonly schema?: SecretSchema | undefined } = {},
  ): Promise<Revision> {
    return modifySecret(this.#core, name, change, {
      schema: options.schema,
      signal: options.signal,
    });
  }

  deleteSecret(name: string, options: GuardedWriteOptions = {}): Promise<void> {
    return deleteSecret(this.#core, name, options);
  }

  deleteAllSecrets(options: OperationOptions = {}): Promise<DeleteAllResult> {
    return deleteAllSecrets(this.#core, options);
  }

  getSecretHistory(name: string, options: OperationOptions = {}): Promise<HistoryEntry[]> {
    return getSecretHistory(this.#core, name, options);
  }

  rollbackSecret(
    name: string,
    revision: Revision,
    options: OperationOptions = {},
  ): Promise<Revision> {
    return rollbackSecret(this.#core, name, revision, options);
  }

  undeleteSecret(name: string, options: OperationOptions = {}): Promise<Revision> {
    return undeleteSecret(this.#core, name, options);
  }

  adoptSecret(name: string, type: string, options: OperationOptions = {}): Promise<Revision> {
    return adoptSecret(this.#core, name, type, options);
  }

  close(): Promise<void> {
    return this.#core.runner.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Tells `(schema, options?)` from `(options?)`. */
function schemaAndOptions<Options extends object>(
  second: SecretSchema | Options | undefined,
  third: Options | undefined,
): [schema: SecretSchema | undefined, options: Partial<Options>] {
  if (second !== undefined && "TYPE" in second) return [second, third ?? {}];
  return [undefined, second ?? {}];
}
