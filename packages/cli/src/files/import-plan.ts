import {
  arbitrarySchema,
  KeykistError,
  type Revision,
  type Secret,
  secretFromEntries,
} from "@keykist/core";
import type { Session } from "../session.ts";
import { type Changes, changesBetween } from "../values/changes.ts";
import type { FileSecret } from "./read-json.ts";
import { readSecrets } from "./read-secrets.ts";

/** What an import does with one secret of a file. */
export type PlannedImport =
  | { readonly kind: "register"; readonly secret: Secret }
  | { readonly kind: "unchanged"; readonly secret: Secret; readonly revision: Revision }
  | {
      readonly kind: "update";
      readonly secret: Secret;
      /** The state that it was compared with, and that it may replace. */
      readonly ifRevision: Revision;
      /** The keys that differ, by what becomes of them. */
      readonly changes: Changes;
    };

/**
 * Compares the secrets of a file with those of the manager; writes nothing.
 *
 * @throws KeykistError `SCHEMA_MISMATCH` where a secret is there with another type than the file says, and what
 * reading fails with
 */
export async function planImport(
  session: Session,
  secrets: readonly FileSecret[],
): Promise<readonly PlannedImport[]> {
  using progress = session.output.progress();
  const byName = new Map(secrets.map((secret) => [secret.name, secret]));
  const plan: PlannedImport[] = [];
  const told = (count: number): void => {
    progress.show(`Compared ${count} of ${secrets.length}`);
  };
  for await (const answers of readSecrets(session, [...byName.keys()], told)) {
    for (const [name, answer] of answers) {
      const wanted = byName.get(name);
      if (wanted !== undefined) plan.push(planned(wanted, answer));
    }
  }
  return plan;
}

function planned(wanted: FileSecret, present: Secret | KeykistError): PlannedImport {
  const { name, entries } = wanted;
  if (KeykistError.is(present)) {
    if (present.code !== "SECRET_NOT_FOUND") throw present;
    const type = wanted.type ?? arbitrarySchema.TYPE;
    return { kind: "register", secret: secretFromEntries({ name, type, entries }) };
  }
  const { type, revision = "" } = present;
  if (wanted.type !== undefined && wanted.type !== type) {
    throw new KeykistError(
      "SCHEMA_MISMATCH",
      `the secret ${JSON.stringify(name)} is there with the schema type "${type}", not "${wanted.type}"`,
      { secret: name, hint: "import it under another name, or delete it first" },
    );
  }
  const secret = secretFromEntries({ name, type, entries });
  const changes = changesBetween(present.content, secret.content);
  return changes.count === 0
    ? { kind: "unchanged", secret, revision }
    : { kind: "update", secret, ifRevision: revision, changes };
}
