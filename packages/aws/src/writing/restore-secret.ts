import type { Call } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";

/** Cancels the deletion of a secret. One that is not pending deletion stays as it is. */
export async function restoreSecret(api: SecretsApi, arn: string, call: Call): Promise<void> {
  try {
    await api.restore(call, arn);
  } catch (error) {
    // Somebody else was first, or it is gone by now: the commit that follows finds out.
    if (!isNamed(error, "InvalidRequestException", "ResourceNotFoundException")) throw error;
  }
}
