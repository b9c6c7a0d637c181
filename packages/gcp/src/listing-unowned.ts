import type { Call, RecordSummary } from "@keykist/core";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { foreignId } from "./names.ts";
import { ANNOTATIONS, belongsTo, everyHeadFilter } from "./ownership.ts";

/**
 * Lists what something else made whose names begin with a prefix: the secrets whose ids are names that a read looks
 * under. Paths of other scopes than `none` hold a `/`, which no id has.
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
    for (const { name } of page) {
      const id = name?.split("/").at(-1) ?? "";
      const isForeign = id !== "" && foreignId(id) === id && !taken.has(id);
      if (isForeign && id.startsWith(prefix)) yield { path: id, owned: false };
    }
  }
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
