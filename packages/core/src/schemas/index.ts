export { arbitrarySchema } from "./arbitrary-schema.ts";
export { awsSchema, azureSchema, gcpCredentials, gcpSchema } from "./built-in/clouds.ts";
export { apiKeySchema, basicAuthSchema, sshKeySchema, tlsSchema } from "./built-in/credentials.ts";
export { mysqlSchema, postgresSchema } from "./built-in/databases.ts";
export {
  kserveAzSchema,
  kserveGsSchema,
  kserveS3Schema,
  seldonAzSchema,
  seldonGsSchema,
  seldonS3Schema,
  whylabsSchema,
} from "./built-in/model-serving.ts";
export { base64Bytes, boolean, integer, json } from "./codecs.ts";
