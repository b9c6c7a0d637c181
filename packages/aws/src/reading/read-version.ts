import type { GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Call } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";

/** Reads one version of a secret; `undefined` where the secret is gone, pending deletion, or lost the version. */
export async function readVersion(
  api: SecretsApi,
  { arn, id }: { readonly arn: string; readonly id: string },
  call: Call,
): Promise<GetSecretValueCommandOutput | undefined> {
  try {
    return await api.get(call, { SecretId: arn, VersionId: id });
  } catch (error) {
    if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) return undefined;
    throw error;
  }
}
