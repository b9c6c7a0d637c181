import type { Capabilities, SecretsManager } from "@keykist/core";
import { type GivenEntries, secretOf } from "../../given.ts";
import type { Target } from "../../operations-under-test.ts";
import type { Random } from "../../scheduling/random.ts";
import type { SecretState } from "../../secret-state.ts";

/** One change of a secret, drawn from those that its state allows. */
export interface DrawnChange {
  readonly operation: string;
  readonly after: SecretState;
  readonly run: (manager: SecretsManager, target: Target) => Promise<unknown>;
}

/** Draws a change of a secret in this state, which writes these entries where it writes any. */
export function drawnChange(
  capabilities: Capabilities,
  random: Random,
  before: SecretState,
  next: GivenEntries,
): DrawnChange {
  const after: SecretState = { entries: next, owned: true };
  if (before === "absent") {
    return {
      operation: "registerSecret",
      after,
      run: (manager, { name }) => manager.registerSecret(secretOf(name, next)),
    };
  }
  const { guardedUpdate, guardedDelete } = capabilities;
  const changes: [DrawnChange, ...DrawnChange[]] = [
    {
      operation: "updateSecret",
      after,
      run: (manager, { name }) => manager.updateSecret(secretOf(name, next)),
    },
    {
      operation: "deleteSecret",
      after: "absent",
      run: (manager, { name }) => manager.deleteSecret(name),
    },
  ];
  if (guardedUpdate !== "none") {
    changes.push(
      {
        operation: "updateSecret-guarded",
        after,
        run: (manager, { name, revision }) =>
          manager.updateSecret(secretOf(name, next), { ifRevision: revision }),
      },
      {
        operation: "modifySecret",
        after,
        run: (manager, { name }) => manager.modifySecret(name, () => next),
      },
    );
  }
  if (guardedDelete !== "none") {
    changes.push({
      operation: "deleteSecret-guarded",
      after: "absent",
      run: (manager, { name, revision }) => manager.deleteSecret(name, { ifRevision: revision }),
    });
  }
  return random.pick(changes);
}
