import { configFields, type ConfigFieldsOutput, type ConfigSchema } from "@keykist/core";

const fields = {
  region: {
    type: "string",
    optional: true,
    description: "The AWS region. Default: that of the environment or the profile",
  },
  endpoint: {
    type: "string",
    optional: true,
    pattern: "^https?://",
    description: "Another server than the region's own: a VPC endpoint, or an emulator",
  },
  profile: {
    type: "string",
    optional: true,
    description: "The profile of the AWS configuration files. Default: AWS_PROFILE",
  },
  proxy: {
    type: "string",
    optional: true,
    pattern: "^http://[^@]+$",
    description:
      "The HTTP proxy that leads to AWS, such as http://proxy:3128. Default: HTTPS_PROXY, unless NO_PROXY excepts AWS",
  },
  useFipsEndpoint: {
    type: "boolean",
    optional: true,
    description: "Whether AWS is called at its FIPS endpoints. Default: AWS_USE_FIPS_ENDPOINT",
  },
  useDualstackEndpoint: {
    type: "boolean",
    optional: true,
    description:
      "Whether AWS is called at endpoints that also have IPv6 addresses. Default: AWS_USE_DUALSTACK_ENDPOINT",
  },
  maxAttempts: {
    type: "integer",
    minimum: 1,
    maximum: 20,
    default: 8,
    description: "How often a call is made that was throttled or cut off",
  },
  recoveryWindowDays: {
    type: "integer",
    minimum: 0,
    maximum: 30,
    default: 30,
    description: "How long a deleted secret can be brought back: 7 to 30 days; 0 deletes for good",
  },
  kmsKeyId: {
    type: "string",
    optional: true,
    description: "The KMS key that new secrets are encrypted with. Default: aws/secretsmanager",
  },
  tags: {
    type: "stringMap",
    default: {},
    description: "Tags of new secrets, beside those that keykist sets",
  },
} as const;

/** What an AWS manager is configured with, beside `scope`, `namespace` and `timeoutMs`. */
export type AwsConfig = ConfigFieldsOutput<typeof fields>;

/** The schema of {@link AwsConfig}. */
export const awsConfigSchema: ConfigSchema<AwsConfig> = configFields(fields);
