// What is used of AWS's client. Only `import()` names this file, so that the SDK is loaded by the first operation.
// It stands between because the SDK is CommonJS to some bundlers: what `import()` of that answers has no named
// exports in a bundle of several files, and a static import has.
export {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
