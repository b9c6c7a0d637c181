import type { ConfigSchema } from "../stack/config-schema.ts";
import type { Capabilities } from "./capabilities.ts";
import type { SecretScope } from "./secret-path.ts";
import type { SecretsManager } from "./secrets-manager.ts";
import type { SecretsManagerOptions } from "./secrets-manager-options.ts";

/** The version of this contract. Loading a flavor checks it. */
export const SPEC_VERSION = 1;

/**
 * A flavor: a class whose instances are secrets managers. End a flavor's module with
 * `X satisfies FlavorClass`, and the compiler tells what is missing.
 */
export interface FlavorClass<Manager extends SecretsManager = SecretsManager> {
  new (config?: Readonly<Record<string, unknown>>, options?: SecretsManagerOptions): Manager;
  /** Always `"secrets_manager"`; inherited from the base. */
  readonly TYPE: string;
  /** The flavor's name: lower case, `[a-z0-9][a-z0-9-]*`. */
  readonly FLAVOR: string;
  /** The flavor's own options; `scope`, `namespace` and `timeoutMs` are the base's. */
  readonly configSchema: ConfigSchema;
  /** Inherited from the base: the version of the contract that the flavor runs on. */
  readonly specVersion: number;
  /** The scope that the command writes for a new manager. */
  readonly defaultScope: SecretScope;
  /** What a manager can do under default options; for documentation. */
  readonly capabilities: Capabilities;
}
