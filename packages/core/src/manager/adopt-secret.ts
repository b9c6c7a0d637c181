import { KeykistError } from "../errors/keykist-error.ts";
import { isSchemaType } from "../secrets/grammar.ts";
import { sortedEntries } from "../secrets/raw-content.ts";
import type { Revision } from "../secrets/secret.ts";
import { runOnSecret } from "./run-on-secret.ts";
import type { ManagerCore } from "./manager-core.ts";
import { readStored } from "./read-secrets.ts";
import type { OperationOptions } from "./secrets-manager.ts";
import { prepare } from "./write-secrets.ts";

export function adoptSecret(
  core: ManagerCore,
  name: string,
  type: string,
  { signal }: OperationOptions,
): Promise<Revision> {
  const request = { operation: "adoptSecret", signal, needs: ["write", "adopt"] } as const;
  return runOnSecret(core, request, name, async (path, run) => {
    if (!isSchemaType(type) || !core.registry.has(type)) {
      throw new KeykistError("SCHEMA_NOT_FOUND", "there is no schema of the type to adopt it as", {
        hint: `known types: ${core.registry.types().join(", ")}`,
      });
    }
    const stored = await readStored(core, path, run);
    if (stored.owned) {
      // Adopting twice is fine, so that an adoption whose answer was lost can be repeated.
      if (stored.type === type) return stored.revision;
      throw run.failure("SCHEMA_MISMATCH", {
        reason: `it is owned already, with the schema type "${stored.type ?? ""}"`,
        hint: "delete the secret and register it again to give it another type",
      });
    }
    await prepare(core, name, { type, entries: sortedEntries(stored.entries) }, run);
    const outcome = await core.hooks.adopt(path, type, stored.revision, run);
    if (outcome.kind === "absent") throw run.failure("SECRET_NOT_FOUND");
    if (outcome.kind === "conflict") throw run.failure("REVISION_CONFLICT");
    return outcome.revision;
  });
}

export function undeleteSecret(
  core: ManagerCore,
  name: string,
  { signal }: OperationOptions,
): Promise<Revision> {
  const request = { operation: "undeleteSecret", signal, needs: ["write", "undelete"] } as const;
  return runOnSecret(core, request, name, async (path, run) => {
    const outcome = await core.hooks.undelete(path, run);
    if (outcome.kind === "restored") return outcome.revision;
    if (outcome.kind === "not_owned") throw run.failure("NOT_OWNED", DELETED_BY_OTHERS);
    throw run.failure(outcome.kind === "absent" ? "SECRET_NOT_FOUND" : "SECRET_EXISTS");
  });
}

/** A deleted secret cannot be adopted before it is restored. */
const DELETED_BY_OTHERS = {
  reason: "it was not made by keykist, and something else deleted it",
  hint: "restore it with the backend's own tools; then take it over with adoptSecret(name, type)",
};
