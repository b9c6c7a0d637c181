import { type ConformanceCase, group, type Requirement } from "../conformance-case.ts";
import { refusedDeletionOfAll } from "./refusals/delete-all.ts";
import { refusedAtEachStep, refusedByTheServer } from "./refusals/each-step.ts";
import { refusedAtRandom } from "./refusals/random.ts";

/**
 * Refusals for good: a permission that is missing in the middle of an operation. What the error says of its outcome is
 * true, nothing internal becomes visible, and whoever has the permission can finish the operation.
 */
export const refusalsCases: readonly ConformanceCase[] = group("refusals", {
  register: refusing("registerSecret", []),
  update: refusing("updateSecret", []),
  "update-guarded": refusing("updateSecret-guarded", ["guardedUpdate"], "a guarded update"),
  modify: refusing("modifySecret", ["guardedUpdate"]),
  delete: refusing("deleteSecret", []),
  "delete-guarded": refusing("deleteSecret-guarded", ["guardedDelete"], "a guarded deletion"),
  "delete-all": {
    title:
      "a deletion of all secrets that is refused for good at any step says of each secret what became of it, and can be finished",
    requires: ["write", "isolated", "observable", "refusal"],
    run: refusedDeletionOfAll,
  },
  rollback: refusing("rollbackSecret", ["history"]),
  adopt: refusing("adoptSecret", ["adopt", "plant unowned"]),
  undelete: refusing("undeleteSecret", ["recoverable"]),
  read: {
    title:
      "an operation that reads and is refused for good at any step fails with PERMISSION_DENIED",
    requires: ["write", "observable", "refusal"],
    run: (context) => refusedAtEachStep(context, ({ change }) => change === undefined),
  },
  unrestored: {
    title:
      "a write of which every later call that changes something is refused as well says what became of it, and can be finished",
    requires: ["write", "observable", "refusal"],
    run: (context) =>
      refusedAtEachStep(
        context,
        ({ change, operation }) => change !== undefined && operation !== "deleteAllSecrets",
        "that step and later writes",
      ),
  },
  server: {
    title:
      "an operation of which the server refuses one action succeeds, or says what became of it and can be finished",
    requires: ["write", "observable", "refuse"],
    run: (context) =>
      refusedByTheServer(context, ({ operation }) => operation !== "deleteAllSecrets"),
  },
  random: {
    title:
      "after random writes of which the backend refuses many somewhere, nothing is lost and each secret can be written, deleted and registered",
    requires: ["write", "observable", "refusal"],
    run: refusedAtRandom,
  },
});

function refusing(
  operation: string,
  requires: readonly Requirement[],
  words = operation,
): Omit<ConformanceCase, "id" | "group"> {
  return {
    title: `${words}, refused for good at any step, leaves the secret whole, says which state it is in, and can be finished by whoever may`,
    requires: ["write", ...requires, "observable", "refusal"],
    run: (context) => refusedAtEachStep(context, (each) => each.operation === operation),
  };
}
