import type { AdoptOutcome, Call, Revision, SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { isThere, look } from "../reading/look.ts";
import { ownTags } from "../tags.ts";

/** Makes a secret keykist's by its tags; its value stays as it is. */
export async function adoptSecret(
  api: SecretsApi,
  path: SecretPath,
  { type, expected }: { readonly type: string; readonly expected: Revision },
  call: Call,
): Promise<AdoptOutcome> {
  const view = await look(api, path, call);
  if (!isThere(view)) return { kind: "absent" };
  if (view.type !== undefined || view.current.id !== expected) return { kind: "conflict" };
  try {
    await api.tag(call, { SecretId: view.arn, Tags: ownTags(path, type) });
  } catch (error) {
    if (!isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) throw error;
    return { kind: "absent" };
  }
  return { kind: "adopted", revision: expected };
}
