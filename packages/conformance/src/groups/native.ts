import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../conformance-case.ts";
import { succeeds } from "../expectations.ts";
import { trialOf } from "../trial.ts";
import { readAfterCrashes, readAfterRefusals } from "./native/cut-short.ts";
import { nativeOperations } from "./native/native-operations.ts";
import { nativelyRead } from "./native/native-reads.ts";
import { removedByOthers, restoredByOthers, writtenByOthers } from "./native/others-tools.ts";
import { readAfterEachWrite, readAtEachStep } from "./native/while-writing.ts";

/** What programs without keykist read: exactly what `capabilities.nativeReads` claims. */
export const nativeCases: readonly ConformanceCase[] = group("native", {
  written: {
    title:
      "after each operation, a program without keykist reads the secret that it leaves, or nothing where it leaves none",
    requires: ["write", "native reads", "nativeRead"],
    run: readAfterEachWrite,
  },
  "each-step": {
    title:
      "at each step of a write, a program without keykist reads the old value, the new one or nothing (`exact`), or at least no value of keykist's own (`settled`)",
    requires: ["write", "native reads", "nativeRead", "observable"],
    run: readAtEachStep,
  },
  crash: {
    title:
      "after a crash at any step, a program without keykist reads the value in force or nothing (`exact`), or `diagnose` names the secret (`settled`); the next write puts it right",
    requires: ["write", "native reads", "nativeRead", "observable"],
    run: readAfterCrashes,
  },
  refused: {
    title:
      "after a write that was refused at any step, a program without keykist reads what it read before (`exact`), or `diagnose` names the secret (`settled`); the next write puts it right",
    requires: ["write", "native reads", "nativeRead", "observable", "refusal"],
    run: readAfterRefusals,
  },
  restored: {
    title:
      "a deleted secret that another tool restores gives others the value that was deleted, and keykist can undelete it or delete it for good",
    requires: ["write", "native reads", "nativeRead", "recoverable", "native restore"],
    run: restoredByOthers,
  },
  put: {
    title:
      "what another tool writes is what others read, and with `exact` what keykist reads; keykist can adopt it and update it",
    requires: ["write", "native reads", "nativeRead", "native put"],
    run: writtenByOthers,
  },
  removed: {
    title: "a secret that another tool deletes is absent for keykist, and can be registered again",
    requires: ["write", "native reads", "nativeRead", "native remove"],
    run: removedByOthers,
  },
  none: {
    title: "a program without keykist reads no secret of a manager that claims `none`",
    requires: ["write", "no native reads", "nativeRead"],
    run: async (context: CaseContext) => {
      for (const operation of nativeOperations(context)) {
        // What others have written into the backend is theirs to read.
        if (operation.operation === "adoptSecret") continue;
        const { target, run } = await trialOf(context, operation, { label: "none" });
        for (const when of ["before", "after"] as const) {
          const read = await nativelyRead(context, target.name);
          const what = `${when} ${operation.operation}: what a program without keykist reads`;
          assert.ok(read === undefined, what);
          if (when === "before") await succeeds(run(), operation.operation);
        }
      }
    },
  },
});
