import type { OperationOptions, Revision, SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { collected } from "../../expectations.ts";
import {
  givenDeletion,
  type GivenEntries,
  givenPlanted,
  givenUpdate,
  revisionOf,
  secretOf,
} from "../../given.ts";
import type { SecretState } from "../../secret-state.ts";

const OLD: GivenEntries = { user: "mango", password: "tulip" };
const NEW: GivenEntries = { user: "quince", password: "dahlia" };

/** The secret that an operation is tried on. */
export interface Target {
  readonly name: string;
  /** An earlier revision, where the operation takes one. */
  readonly revision: Revision;
}

/** One operation, made comparable with the others: cases break it at every step. */
export interface OperationUnderTest {
  readonly operation: string;
  /** The states before and after it; none for an operation that only reads. */
  readonly change?: { readonly before: SecretState; readonly after: SecretState } | undefined;
  /** Makes the state before, through a manager that nothing happens to. */
  readonly prepare: (
    context: CaseContext,
    manager: SecretsManager,
    name: string,
  ) => Promise<Target>;
  readonly run: (
    manager: SecretsManager,
    target: Target,
    options: OperationOptions,
  ) => Promise<unknown>;
}

/** The operations that a manager claims, and that its harness can set up. */
export function operationsUnderTest({
  capabilities,
  harness,
  backend,
}: CaseContext): readonly OperationUnderTest[] {
  const { guardedUpdate, history, deletion, adopt } = capabilities;
  return [
    ...reads,
    ...(history === "none" ? [] : [historyRead, rollback]),
    registration,
    update,
    ...(guardedUpdate === "none" ? [] : [modification]),
    removal,
    ...(harness.isolated === false ? [] : [removalOfAll]),
    ...(deletion === "recoverable" ? [undeletion] : []),
    ...(adopt && backend.plant !== undefined && harness.plantsUnowned !== false ? [adoption] : []),
  ];
}

const stored: OperationUnderTest["prepare"] = async (context, manager, name) => {
  await manager.registerSecret(secretOf(name, OLD));
  await context.settle();
  return { name, revision: "" };
};

const updatedOnce: OperationUnderTest["prepare"] = async (context, manager, name) => {
  await stored(context, manager, name);
  const revision = await revisionOf(manager, name);
  await givenUpdate(context, manager, name, NEW);
  return { name, revision };
};

const owned = (entries: GivenEntries): SecretState => ({ entries, owned: true });

const reads: readonly OperationUnderTest[] = [
  {
    operation: "getSecret",
    prepare: stored,
    run: (manager, { name }, options) => manager.getSecret(name, options),
  },
  {
    operation: "describeSecret",
    prepare: stored,
    run: (manager, { name }, options) => manager.describeSecret(name, options),
  },
  {
    operation: "getAllSecretKeys",
    prepare: stored,
    run: (manager, _target, options) => manager.getAllSecretKeys(options),
  },
  {
    operation: "listSecrets",
    prepare: stored,
    run: (manager, _target, options) => collected(manager.listSecrets(options)),
  },
];

const historyRead: OperationUnderTest = {
  operation: "getSecretHistory",
  prepare: updatedOnce,
  run: (manager, { name }, options) => manager.getSecretHistory(name, options),
};

const rollback: OperationUnderTest = {
  operation: "rollbackSecret",
  change: { before: owned(NEW), after: owned(OLD) },
  prepare: updatedOnce,
  run: (manager, { name, revision }, options) => manager.rollbackSecret(name, revision, options),
};

const registration: OperationUnderTest = {
  operation: "registerSecret",
  change: { before: "absent", after: owned(NEW) },
  prepare: async (_context, _manager, name) => ({ name, revision: "" }),
  run: (manager, { name }, options) => manager.registerSecret(secretOf(name, NEW), options),
};

const update: OperationUnderTest = {
  operation: "updateSecret",
  change: { before: owned(OLD), after: owned(NEW) },
  prepare: stored,
  run: (manager, { name }, options) => manager.updateSecret(secretOf(name, NEW), options),
};

const modification: OperationUnderTest = {
  operation: "modifySecret",
  change: { before: owned(OLD), after: owned(NEW) },
  prepare: stored,
  run: (manager, { name }, options) => manager.modifySecret(name, () => NEW, options),
};

const removal: OperationUnderTest = {
  operation: "deleteSecret",
  change: { before: owned(OLD), after: "absent" },
  prepare: stored,
  run: (manager, { name }, options) => manager.deleteSecret(name, options),
};

const removalOfAll: OperationUnderTest = {
  operation: "deleteAllSecrets",
  change: { before: owned(OLD), after: "absent" },
  prepare: async (context, manager, name) => {
    // What earlier tries left must not be deleted beside the target.
    await manager.deleteAllSecrets();
    return stored(context, manager, name);
  },
  run: async (manager, _target, options) => {
    const { failed } = await manager.deleteAllSecrets(options);
    // The failure of an item is reported, not thrown: here it is the whole operation's.
    for (const error of failed.values()) throw error;
  },
};

const undeletion: OperationUnderTest = {
  operation: "undeleteSecret",
  change: { before: "absent", after: owned(OLD) },
  prepare: async (context, manager, name) => {
    const target = await stored(context, manager, name);
    await givenDeletion(context, manager, name);
    return target;
  },
  run: (manager, { name }, options) => manager.undeleteSecret(name, options),
};

const adoption: OperationUnderTest = {
  operation: "adoptSecret",
  change: { before: { entries: OLD, owned: false }, after: owned(OLD) },
  prepare: async (context, _manager, name) => {
    const hint = name.slice(context.name("").length);
    return { name: await givenPlanted(context, hint, OLD, { owned: false }), revision: "" };
  },
  run: (manager, { name }, options) => manager.adoptSecret(name, "arbitrary", options),
};
