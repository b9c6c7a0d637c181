import type { AdoptOutcome, Call, Revision, SecretPath } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { isThere, look } from "../reading/look.ts";
import { readVersion } from "../reading/read-version.ts";
import { assertChangeable } from "../reading/ties.ts";
import { ownTags } from "../tags.ts";
import { jsonObject, type SecretValue } from "../values/entries.ts";
import { repeatedKeys } from "../values/kept-json.ts";
import { isNoVersion } from "../versions/committed-versions.ts";

/** Makes a secret keykist's by its tags; its value stays as it is. */
export async function adoptSecret(
  api: SecretsApi,
  path: SecretPath,
  { type, expected }: { readonly type: string; readonly expected: Revision },
  call: Call,
): Promise<AdoptOutcome> {
  const view = await look(api, path, call);
  if (!isThere(view)) return { kind: "absent" };
  assertChangeable(view.ties);
  const { arn, current } = view;
  if (view.type !== undefined || current.id !== expected) return { kind: "conflict" };
  if (!isNoVersion(current.id)) {
    const value = await readVersion(api, { arn, id: current.id }, call);
    if (value === undefined) return { kind: "conflict" };
    assertObject(value);
  }
  try {
    await api.tag(call, { SecretId: arn, Tags: ownTags(path, type) });
  } catch (error) {
    if (!isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) throw error;
    return { kind: "absent" };
  }
  return { kind: "adopted", revision: expected };
}

/** Refuses a value whose form would change for other readers as soon as keykist writes one of its keys. */
function assertObject({ SecretString: text }: SecretValue): void {
  if (text === undefined) throw notAdoptable("its value is binary");
  if (jsonObject(text) === undefined) throw notAdoptable("its value is not a JSON object");
  const [repeated] = repeatedKeys(text);
  if (repeated !== undefined)
    throw notAdoptable("its JSON has a key twice, and readers may take one value or the other");
}

function notAdoptable(reason: string): AwsStateError {
  return new AwsStateError({
    code: "UNSUPPORTED",
    retry: "never",
    outcome: "not_applied",
    reason: `${reason}, which keykist cannot write back as it is`,
    hint: "read it without adopting it, or first store a JSON object of keys and values under this name",
  });
}
