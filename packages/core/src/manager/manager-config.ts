import type { ConfigSchema } from "../stack/config-schema.ts";
import { configFields } from "../stack/config-fields.ts";
import { SECRET_SCOPES, type SecretScope } from "./secret-path.ts";

/** What every manager's configuration holds, beside the flavor's own options. */
export interface SecretsManagerConfig {
  /** Which part of the backend the manager sees. Default `none`. */
  readonly scope: SecretScope;
  /** The namespace of scope `namespace`: one path segment. */
  readonly namespace?: string | undefined;
  /** Bounds one secret's operation, and one page or item of a bulk one; milliseconds. Default 30 000. */
  readonly timeoutMs: number;
}

/**
 * The base's own fields of every manager's configuration, beside those of the flavor's `configSchema`: for programs that
 * describe or ask for a whole configuration. A flavor does not name them itself.
 */
export function managerConfigFields(): ConfigSchema<SecretsManagerConfig> {
  return configFields({
    scope: {
      type: "string",
      values: SECRET_SCOPES,
      default: "none",
      description: "Which part of the backend the manager sees",
    },
    namespace: {
      type: "string",
      optional: true,
      description: 'The namespace of scope "namespace": one path segment',
    },
    timeoutMs: {
      type: "integer",
      minimum: 1,
      maximum: 2_147_483_647,
      default: 30_000,
      description:
        "Bounds one secret's operation, and one page or item of a bulk one; milliseconds",
    },
  });
}
