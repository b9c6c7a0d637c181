import type { Diagnosis } from "@keykist/core";
import type { LogReader, LogState } from "../manifest-log/log-reader.ts";
import { headId } from "../names.ts";
import type { Collection } from "./collections.ts";

/** The newest records that are looked at. */
const LOOKED_AT = 64;

/**
 * Finds records that have the form of a manifest, and name another secret's path or ids. keykist passes over them; no
 * writer of keykist makes one, so someone else may add versions to the head.
 */
export async function forgedFindings(
  { name, path }: Collection,
  { reader, state: { top, manifest } }: { readonly reader: LogReader; readonly state: LogState },
): Promise<readonly Diagnosis[]> {
  const oldest = Math.max((manifest?.base ?? 0) + 1, top - LOOKED_AT + 1);
  const forged: number[] = [];
  for (let number = oldest; number <= top; number += 1) {
    const record = await reader.record(number);
    if (record.kind === "junk" && record.forged) forged.push(number);
  }
  if (forged.length === 0) return [];
  const head = headId(path);
  const versions = `version${forged.length === 1 ? "" : "s"} ${forged.join(", ")} of the GCP secret ${head}`;
  return [
    {
      status: "problem",
      about: "secret",
      says: `"${name}": ${versions}: a forged manifest, which names another path or the ids of other secrets. keykist passes over it`,
      next: `find in the audit log who added it, and take secretmanager.versions.add on ${head} from them; do not destroy it`,
      code: "CORRUPT",
    },
  ];
}
