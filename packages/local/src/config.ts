import { configFields, type ConfigFieldsOutput, type ConfigSchema } from "@keykist/core";

const fields = {
  file: {
    type: "string",
    optional: true,
    description: "The store. Default: keykist/secrets.db in the user's data folder",
  },
  readOnly: {
    type: "boolean",
    default: false,
    description: "Open the store for reading only",
  },
  key: {
    type: "string",
    optional: true,
    sensitive: true,
    description: "The key that opens the store: 32 bytes as base64",
  },
  passphrase: {
    type: "string",
    optional: true,
    sensitive: true,
    description: "The passphrase that opens the store",
  },
  keyFile: {
    type: "string",
    optional: true,
    description: "The file that holds the key. Default: beside the store, with .key at its end",
  },
} as const;

/** What a local manager is configured with, beside `scope`, `namespace` and `timeoutMs`. */
export type LocalConfig = ConfigFieldsOutput<typeof fields>;

/** The schema of {@link LocalConfig}. */
export const localConfigSchema: ConfigSchema<LocalConfig> = configFields(fields);
