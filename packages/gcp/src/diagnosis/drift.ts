import type { Call, Diagnosis, PathScope } from "@keykist/core";
import type { GcpSecrets } from "../gcp-secrets.ts";
import { classifyGcpError } from "../errors.ts";
import { LogError } from "../manifest-log/log-error.ts";
import { allOf } from "../stored-log.ts";
import { collectionsOf } from "./collections.ts";
import { lookAtCollection } from "./collection-drift.ts";
import { problemOf } from "./problem-of.ts";

/** Secrets that are looked at at once. */
const CONCURRENCY = 8;

/** Ids that are named in one finding, at most. */
const NAMED = 5;

/** Where the secrets of a scope are not as keykist has left them: labels, heads, keys, manifests. */
export async function* lookAtDrift(
  secrets: GcpSecrets,
  scope: Pick<PathScope, "prefix" | "nameOf">,
  call: Call,
): AsyncGenerator<Diagnosis, void> {
  const { byPath, strays } = await collectionsOf(secrets, scope, call);
  const all = [...byPath.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  let live = 0;
  let deleted = 0;
  for (let start = 0; start < all.length; start += CONCURRENCY) {
    const looked = await allOf(
      all.slice(start, start + CONCURRENCY).map(async (collection) => {
        try {
          return await lookAtCollection(secrets, collection, call);
        } catch (error) {
          if (!isOfOneSecret(error)) throw error;
          const problem = problemOf(error, { about: "secret", secret: collection.name });
          return { kind: "live", findings: [problem] } as const;
        }
      }),
    );
    for (const { kind, findings } of looked) {
      if (kind === "live") live += 1;
      if (kind === "deleted") deleted += 1;
      yield* findings;
    }
  }
  if (strays.length > 0) yield strayFinding(strays);
  yield { status: "note", about: "secrets", says: `${live} were looked at` };
  if (deleted > 0) {
    const says = `the heads of ${deleted} deleted secrets stay, at up to $0.12 a month each; the README of @keykist/gcp says when they may go`;
    yield { status: "note", about: "secrets", says };
  }
}

/** Reports whether an error is about one secret: it is damaged, or its Cloud KMS key cannot be used. */
function isOfOneSecret(error: unknown): boolean {
  return (
    error instanceof LogError ||
    classifyGcpError(error, { step: undefined })?.code === "PERMISSION_DENIED"
  );
}

function strayFinding(strays: readonly string[]): Diagnosis {
  const named = strays.toSorted().slice(0, NAMED).join(", ");
  const more = strays.length > NAMED ? ` and ${strays.length - NAMED} more` : "";
  const says = `${named}${more}: labelled as keykist's, and not made by it for what the labels say; left alone`;
  return { status: "note", about: "labels", says };
}
