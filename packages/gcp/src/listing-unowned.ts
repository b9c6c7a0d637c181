import { type Call, isSecretName, type RecordSummary } from "@keykist/core";
import type { GcpSecret } from "./client.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { foreignId } from "./names.ts";
import { ANNOTATIONS, belongsTo, everyHeadFilter, LABELS } from "./ownership.ts";

/** What stands before an id that no name leads to: such a secret is read by its id. */
const READ_BY_ID = "id:";

/**
 * Lists what something else made whose names begin with a prefix: the secrets whose ids are names that a read looks
 * under, and those that are read by their ids. Paths of other scopes than `none` hold a `/`, which no id has.
 */
export async function* listUnowned(
  secrets: GcpSecrets,
  prefix: string,
  call: Call,
): AsyncGenerator<RecordSummary, void, undefined> {
  if (prefix.includes("/")) return;
  // Where there is or was a secret of keykist, a read looks for no other.
  const taken = await ownPaths(secrets, call);
  for await (const page of secrets.list("", call)) {
    for (const secret of page) {
      const path = pathOf(secret);
      const isListed = path !== undefined && path.startsWith(prefix) && !taken.has(path);
      if (isListed) yield { path, owned: false };
    }
  }
}

function pathOf({ name, labels }: GcpSecret): string | undefined {
  const id = name?.split("/").at(-1);
  if (id === undefined || labels?.[LABELS.role] !== undefined) return undefined;
  return isSecretName(id) && foreignId(id) === id ? id : `${READ_BY_ID}${id}`;
}

/** The paths under which there is a head, also that of a deleted secret. */
async function ownPaths(secrets: GcpSecrets, call: Call): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for await (const page of secrets.list(everyHeadFilter(), call)) {
    for (const secret of page) {
      const path = secret.annotations?.[ANNOTATIONS.path];
      if (path !== undefined && belongsTo(secret, { path })) paths.add(path);
    }
  }
  return paths;
}
