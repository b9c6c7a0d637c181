import type { BuiltIns } from "../load-built-ins.ts";
import { awsSchema, azureSchema, gcpSchema } from "./clouds.ts";
import { apiKeySchema, basicAuthSchema, sshKeySchema, tlsSchema } from "./credentials.ts";
import { mysqlSchema, postgresSchema } from "./databases.ts";
import {
  kserveAzSchema,
  kserveGsSchema,
  kserveS3Schema,
  seldonAzSchema,
  seldonGsSchema,
  seldonS3Schema,
  whylabsSchema,
} from "./model-serving.ts";

/** What a registry loads when the first built-in schema that needs zod is asked for. */
export const builtInSchemas: BuiltIns = {
  api_key: apiKeySchema,
  aws: awsSchema,
  azure: azureSchema,
  basic_auth: basicAuthSchema,
  gcp: gcpSchema,
  kserve_az: kserveAzSchema,
  kserve_gs: kserveGsSchema,
  kserve_s3: kserveS3Schema,
  mysql: mysqlSchema,
  postgres: postgresSchema,
  seldon_az: seldonAzSchema,
  seldon_gs: seldonGsSchema,
  seldon_s3: seldonS3Schema,
  ssh_key: sshKeySchema,
  tls: tlsSchema,
  whylabs: whylabsSchema,
};
