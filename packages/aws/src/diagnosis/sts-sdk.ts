// As src/client/sdk.ts is for Secrets Manager: loaded by a diagnosis alone.
export { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
