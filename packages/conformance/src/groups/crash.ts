import { type ConformanceCase, group, type Requirement } from "../conformance-case.ts";
import { crashedAmidWriters } from "./crash/amid-writers.ts";
import { crashedAtFirst } from "./crash/at-first.ts";
import { crashedAtEveryStep } from "./crash/every-step.ts";

/**
 * What is left when a process ends in the midst of an operation. Every step is stopped, before it
 * takes effect and after; then another manager, of a process that comes later, looks and goes on.
 */
export const crashCases: readonly ConformanceCase[] = group("crash", {
  register: crashing("registerSecret", ["write"]),
  "first-register": {
    title:
      "a crash at any step of the first registration in an empty backend leaves nothing in the way of the next",
    requires: ["write", "observable", "isolated"],
    run: crashedAtFirst,
  },
  update: crashing("updateSecret", ["write"]),
  "update-guarded": crashing(
    "updateSecret-guarded",
    ["write", "guardedUpdate"],
    "a guarded update",
  ),
  modify: crashing("modifySecret", ["write", "guardedUpdate"]),
  delete: crashing("deleteSecret", ["write"]),
  "delete-guarded": crashing(
    "deleteSecret-guarded",
    ["write", "guardedDelete"],
    "a guarded deletion",
  ),
  "delete-all": crashing("deleteAllSecrets", ["write", "isolated"]),
  rollback: crashing("rollbackSecret", ["write", "history"]),
  adopt: crashing("adoptSecret", ["write", "adopt", "plant unowned"]),
  undelete: crashing("undeleteSecret", ["write", "recoverable"]),
  read: {
    title: "a crash at any step of an operation that reads changes nothing and holds up nobody",
    requires: ["write", "observable"],
    run: (context) => crashedAtEveryStep(context, ({ change }) => change === undefined),
  },
  "amid-writers": {
    title:
      "where processes end in the midst of operations on a secret that others are writing, all answers have an order in which they are right",
    requires: ["write", "observable"],
    run: crashedAmidWriters,
  },
  connect: {
    title: "a crash while a manager connects leaves nothing in the way of those that connect later",
    requires: ["write", "observable"],
    run: (context) =>
      crashedAtEveryStep(context, ({ operation }) => operation === "getSecret", "later"),
  },
});

function crashing(
  operation: string,
  requires: readonly Requirement[],
  words = operation,
): Omit<ConformanceCase, "id" | "group"> {
  return {
    title: `a crash at any step of ${words} leaves the old secret or the new one, whole, and nothing in the way of the next writes`,
    requires: [...requires, "observable"],
    run: (context) => crashedAtEveryStep(context, (each) => each.operation === operation),
  };
}
