import type { GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Call } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { decodeEntries } from "../values/entries.ts";

/** Reads one version of a secret; `undefined` where the secret is gone, pending deletion, or lost the version. */
export async function readVersion(
  api: SecretsApi,
  { arn, id }: { readonly arn: string; readonly id: string },
  call: Call,
): Promise<GetSecretValueCommandOutput | undefined> {
  try {
    const version = await api.get(call, { SecretId: arn, VersionId: id });
    // It is copied, and never returned: without this, an error of AWS that quotes it would be shown.
    call.protect(decodeEntries(version));
    return version;
  } catch (error) {
    if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) return undefined;
    throw error;
  }
}
