import assert from "node:assert/strict";
import type { ErrorCode } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import type { ServerFault } from "../../server-faults.ts";
import {
  allOperations,
  hurriedTrialOf,
  isJudged,
  type OperationsOfCase,
  places,
  STORM,
  writesOf,
} from "./judged.ts";
import { SeenFaults } from "./seen-faults.ts";

/** Faults at the far end of the wire: an SDK that tries again by itself meets them, too. */
export const serverCases: readonly ConformanceCase[] = group("faults", {
  "server-throttled": {
    title:
      "where the server refuses one call as one too many, or all, an operation ends in time and tells the truth",
    requires: ["write", "observable", "calls", "server throttled"],
    run: async (context) => {
      const fault = { kind: "throttled", codes: ["THROTTLED"] } as const;
      await atEachCall(context, allOperations(context), fault);
      const codes = ["THROTTLED", "TIMEOUT"] as const;
      await atEachCall(context, allOperations(context), { ...fault, codes, count: Infinity });
    },
  },
  "server-cut": {
    title:
      "where the connection ends before a call, an operation succeeds, or fails with UNAVAILABLE and the truth",
    requires: ["write", "observable", "calls", "server cut"],
    run: (context) =>
      atEachCall(context, allOperations(context), { kind: "cut", codes: ["UNAVAILABLE"] }),
  },
  "server-unanswered": {
    title: "where the server's answer is lost, a write never says that nothing was done",
    requires: ["write", "observable", "calls", "server unanswered"],
    run: (context) =>
      atEachCall(context, writesOf(context), { kind: "unanswered", codes: ["UNAVAILABLE"] }),
  },
  "server-late": {
    title:
      "where a call is carried out after its connection has ended, a write had not said that nothing was done",
    requires: ["write", "observable", "calls", "server late"],
    run: (context) =>
      atEachCall(context, writesOf(context), { kind: "late", codes: ["UNAVAILABLE"] }),
  },
  "server-repeated": {
    title: "where the network repeats a call, a write does not take itself for somebody else's",
    requires: ["write", "observable", "calls", "server repeated"],
    run: (context) => atEachCall(context, writesOf(context), { kind: "repeated", codes: [] }),
  },
});

interface CallFault {
  readonly kind: ServerFault;
  readonly codes: readonly ErrorCode[];
  /** How many calls from the first on. Default: one. */
  readonly count?: number | undefined;
}

/** Lets the server fail each call of each operation in turn, and judges the operation. */
async function atEachCall(
  context: CaseContext,
  { contents, operations }: OperationsOfCase,
  { kind, codes, count = 1 }: CallFault,
): Promise<void> {
  const { serverFaults } = context.backend;
  const called = (): number => context.backend.calls?.() ?? 0;
  const seen = new SeenFaults(context);
  for (const operation of operations) {
    const quiet = await hurriedTrialOf(context, operation, { label: `${kind}-${count}-calls` });
    const beginning = called();
    await quiet.run();
    const calls = called() - beginning;
    for (const first of places(context, calls)) {
      const label = `${kind}-${count}-${first}`;
      const trial = await hurriedTrialOf(context, operation, { label });
      const what = `${operation.operation}, ${kind} from call ${first} on, ${count} times`;
      const before = called();
      let made = 0;
      await serverFaults?.begin(kind, { first, count });
      const end = await isJudged(context, operation, trial, {
        what,
        codes,
        afterwards: async () => {
          made = called() - before;
          await serverFaults?.end();
        },
      });
      seen.note(`${what} ${JSON.stringify(contents)}`, end, made - calls);
      assert.ok(made <= 2 * calls + STORM, `${what}: ${made} calls were made`);
    }
  }
  seen.tell();
}
