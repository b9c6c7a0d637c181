import { configFields, type ConfigFieldsOutput, type ConfigSchema } from "@keykist/core";

const fields = {
  projectId: {
    type: "string",
    optional: true,
    pattern: "^[A-Za-z0-9:._-]+$",
    description: "The project, by id or number. Default: the one of the credentials",
  },
  consistency: {
    type: "string",
    values: ["strong", "snapshot"],
    default: "strong",
    description:
      "strong: a read sees every write before it. snapshot: one call less, whole, but possibly old",
  },
  location: {
    type: "string",
    optional: true,
    pattern: "^[a-z0-9-]+$",
    description: "Keep secrets in this region only, as regional secrets. Default: global secrets",
  },
  replication: {
    type: "stringMap",
    default: {},
    description:
      "Keep new global secrets in these locations only: each with its Cloud KMS key, or empty for Google's. Default: anywhere",
  },
  kmsKeyName: {
    type: "string",
    optional: true,
    pattern: "^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$",
    description: "The Cloud KMS key that encrypts new secrets. Default: Google's",
  },
  labels: {
    type: "stringMap",
    default: {},
    description: "Labels that new GCP secrets get beside keykist's own",
  },
  writesPerMinute: {
    type: "integer",
    minimum: 1,
    default: 600,
    description: "The project's quota of calls that write, within which this manager keeps",
  },
  apiEndpoint: {
    type: "string",
    optional: true,
    pattern: "^(https?://)?[^/\\s]+$",
    description:
      "Another server. http://HOST:PORT is gRPC in plain text without credentials, for emulators",
  },
} as const;

/** What a GCP manager is configured with, beside `scope`, `namespace` and `timeoutMs`. */
export type GcpConfig = ConfigFieldsOutput<typeof fields>;

/** The schema of {@link GcpConfig}. */
export const gcpConfigSchema: ConfigSchema<GcpConfig> = configFields(fields);
