import type { Revision, SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith } from "../../expectations.ts";
import { givenSecret, revisionOf, secretOf } from "../../given.ts";
import { isInState, type SecretState, stateOf } from "../../secret-state.ts";

const old = { password: "tulip" };
const put: SecretState = { entries: { password: "dahlia" }, owned: true };

/** Guards that the backend enforces hold against every writer, also against one that knows nothing of keykist. */
export const outsideWriterCases: readonly ConformanceCase[] = group("capabilities", {
  "guarded-update-outside": {
    title:
      "an update with ifRevision is refused where a program without keykist has changed the secret (`server`)",
    requires: ["write", "server guardedUpdate", "native put"],
    run: (context) =>
      isGuarded(context, (manager, name, ifRevision) =>
        manager.updateSecret(secretOf(name, { password: "fern" }), { ifRevision }),
      ),
  },
  "guarded-delete-outside": {
    title:
      "a deletion with ifRevision is refused where a program without keykist has changed the secret (`server`)",
    requires: ["write", "server guardedDelete", "native put"],
    run: (context) =>
      isGuarded(context, (manager, name, ifRevision) => manager.deleteSecret(name, { ifRevision })),
  },
});

async function isGuarded(
  context: CaseContext,
  write: (manager: SecretsManager, name: string, ifRevision: Revision) => Promise<unknown>,
): Promise<void> {
  const manager = await context.manager();
  const name = await givenSecret(context, manager, "db", old);
  const ifRevision = await revisionOf(manager, name);
  await context.backend.nativeTools?.put?.(name, { password: "dahlia" });
  const state = await stateOf(context, name);
  // What others write beside keykist's state, and keykist does not read, is no change of the secret.
  if (state !== "absent" && state.entries["password"] === "tulip") return;
  const what = "a guarded write after another program's";
  await failsWith(write(manager, name, ifRevision), "REVISION_CONFLICT", what);
  await isInState(context, name, [put], what);
}
