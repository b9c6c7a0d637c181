import type { CaseContext } from "../../conformance-case.ts";
import { type GivenEntries, givenDeletion, secretOf } from "../../given.ts";
import {
  type Contents,
  furtherOperations,
  type OperationUnderTest,
  operationsUnderTest,
} from "../../operations-under-test.ts";
import type { SecretState } from "../../secret-state.ts";
import { drawnContents } from "../crash/contents.ts";
import { keptWhole } from "../../operations-under-test.ts";

/** An operation that changes what a program without keykist reads. */
export interface NativeOperation extends OperationUnderTest {
  readonly change: { readonly before: SecretState; readonly after: SecretState };
  /** The value that was deleted, or is being deleted, which readers may be shown for one call. */
  readonly deleted: GivenEntries | undefined;
}

/** Every operation that writes, and a registration over a deleted name. */
export function nativeOperations(context: CaseContext): readonly NativeOperation[] {
  const contents = keptWhole(context.capabilities, drawnContents(context.random));
  const all = [
    ...operationsUnderTest(context, contents),
    ...furtherOperations(context, contents),
    registrationAgain(contents),
  ];
  return all.flatMap((operation) => {
    const { change } = operation;
    if (change === undefined) return [];
    return [{ ...operation, change, deleted: deletedBy(operation, change, contents) }];
  });
}

function deletedBy(
  { operation }: OperationUnderTest,
  { before, after }: NativeOperation["change"],
  { old }: Contents,
): GivenEntries | undefined {
  if (after === "absent" && before !== "absent") return before.entries;
  return operation === "undeleteSecret" || operation === AGAIN ? old : undefined;
}

const AGAIN = "registerSecret-again";

const registrationAgain = ({ old, next }: Contents): OperationUnderTest => ({
  operation: AGAIN,
  change: { before: "absent", after: { entries: next, owned: true } },
  prepare: async (context, manager, name) => {
    await manager.registerSecret(secretOf(name, old));
    await context.settle();
    await givenDeletion(context, manager, name);
    return { name, revision: "" };
  },
  run: (manager, { name }, options) => manager.registerSecret(secretOf(name, next), options),
});
