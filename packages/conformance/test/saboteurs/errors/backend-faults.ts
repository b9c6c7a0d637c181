import {
  type Call,
  type Classification,
  type ErrorContext,
  KeykistError,
  type RemoveManyAnswer,
  type SecretPath,
  type StoredRecord,
} from "@keykist/core";
import { MemoryBackendError, type MemoryFault } from "@keykist/core/memory";
import { type Answers, type OpenClass, type ReadMany, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { reporting } from "./reporting.ts";

export const backendFaultSaboteurs: readonly Saboteur[] = [
  sabotage("errors/denied", "takes what it may not read for absent", (Base) => {
    return class extends Base {
      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        try {
          return await super.doRead(path, call);
        } catch (error) {
          if (call.operation !== "getSecret" || !isFault(error, "denied")) throw error;
          return undefined;
        }
      }
    };
  }),
  sabotage(
    "errors/unauthenticated",
    "takes a lack of credentials for a lack of permission",
    (Base) => classifying(Base, "unauthenticated", { code: "PERMISSION_DENIED", retry: "never" }),
  ),
  sabotage("errors/throttled", "takes throttled writes for an outage", (Base) =>
    classifying(Base, "throttled", ({ operation }) =>
      operation === "updateSecret" ? { code: "UNAVAILABLE", retry: "safe" } : undefined,
    ),
  ),
  sabotage("errors/throttled-retry", "never lets a throttled call be made again", (Base) =>
    classifying(Base, "throttled", { code: "THROTTLED", retry: "never", outcome: "not_applied" }),
  ),
  sabotage("errors/unavailable", "takes an outage for throttling", (Base) =>
    classifying(Base, "unavailable", ({ operation }) =>
      operation === "describeSecret" ? { code: "THROTTLED", retry: "safe" } : undefined,
    ),
  ),
  sabotage(
    "errors/unrecognised",
    "takes an error that it does not know for an outage when it lists names",
    (Base) => {
      return class extends Base {
        protected override classify(
          ...[error, context]: [error: unknown, context?: ErrorContext]
        ): Classification | undefined {
          const known = super.classify(error);
          const isOutage = known === undefined && context?.operation === "getAllSecretKeys";
          return isOutage ? { code: "UNAVAILABLE", retry: "safe" } : known;
        }
      };
    },
  ),
  sabotage("errors/lost-answer", "takes an outage for proof that nothing was written", (Base) =>
    reporting(Base, { code: "UNAVAILABLE", outcome: "unknown", as: "not_applied" }),
  ),
  sabotage(
    "errors/get-many-failing",
    "fails a batch for one secret that it may not read",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          for (const answer of answers.values()) {
            if (KeykistError.is(answer, "PERMISSION_DENIED")) throw answer;
          }
          return answers;
        }
      };
    },
  ),
  sabotage(
    "errors/delete-all-failing",
    "gives up deleting all at the first that it cannot delete",
    (Base) => {
      return class extends Base {
        protected override async *doRemoveAll(
          paths: readonly SecretPath[],
          call: Call,
        ): AsyncIterable<RemoveManyAnswer> {
          for (const path of paths.toSorted((a, b) => (a.full < b.full ? -1 : 1))) {
            try {
              yield { path, outcome: await super.doRemove(path, undefined, call.item(path)) };
            } catch (error) {
              yield { path, error };
              return;
            }
          }
        }
      };
    },
  ),
];

function isFault(error: unknown, fault: MemoryFault): boolean {
  return error instanceof MemoryBackendError && error.fault === fault;
}

/** A manager that takes one fault for something else. */
function classifying(
  Base: OpenClass,
  fault: MemoryFault,
  meaning: Classification | ((context: ErrorContext) => Classification | undefined),
): OpenClass {
  return class extends Base {
    // The memory manager's own takes no context; the base passes it.
    protected override classify(
      ...[error, context]: [error: unknown, context?: ErrorContext]
    ): Classification | undefined {
      if (!isFault(error, fault) || context === undefined) return super.classify(error);
      const other = typeof meaning === "function" ? meaning(context) : meaning;
      return other ?? super.classify(error);
    }
  };
}
