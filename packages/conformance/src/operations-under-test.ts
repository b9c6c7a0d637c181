import {
  type Capabilities,
  KeykistError,
  type OperationOptions,
  type Revision,
  type SecretsManager,
} from "@keykist/core";
import type { CaseContext } from "./conformance-case.ts";
import { collected } from "./expectations.ts";
import {
  givenDeletion,
  type GivenEntries,
  givenPlanted,
  givenUpdate,
  revisionOf,
  secretOf,
} from "./given.ts";
import type { SecretState } from "./secret-state.ts";
import { storeSecret } from "./set-up.ts";

/** What secrets hold before and after the operations. */
export interface Contents {
  readonly old: GivenEntries;
  readonly next: GivenEntries;
}

/**
 * Contents as a manager keeps them whole: of one key, where it does not claim that several change at once, since a crash or
 * a lost answer shows halves as readers do.
 */
export function keptWhole({ atomicUpdate }: Capabilities, contents: Contents): Contents {
  if (atomicUpdate) return contents;
  const [old = "", next = ""] = [contents.old, contents.next].map(
    (entries) => Object.values(entries)[0],
  );
  return { old: { user: old }, next: { user: next } };
}

const usual: Contents = {
  old: { user: "mango", password: "tulip" },
  next: { user: "quince", password: "dahlia" },
};

/** The secret that an operation is tried on. */
export interface Target {
  readonly name: string;
  /** The revision that it was registered with, where it was. */
  readonly revision: Revision;
}

/** One operation, made comparable with the others: cases break it at every step. */
export interface OperationUnderTest {
  readonly operation: string;
  /** Set where the operation depends on the revision of its target. */
  readonly isGuarded?: true | undefined;
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
export function operationsUnderTest(
  { capabilities, harness, backend }: CaseContext,
  contents: Contents = keptWhole(capabilities, usual),
): readonly OperationUnderTest[] {
  const { guardedUpdate, history, deletion, adopt, write } = capabilities;
  if (!write) return reads(contents);
  return [
    ...reads(contents),
    ...(history === "none" ? [] : [historyRead(contents), rollback(contents)]),
    registration(contents),
    update(contents),
    ...(guardedUpdate === "none" ? [] : [modification(contents)]),
    removal(contents),
    ...(harness.isolated === false ? [] : [removalOfAll(contents)]),
    ...(deletion === "recoverable" ? [undeletion(contents)] : []),
    ...(adopt && backend.plant !== undefined && harness.plantsUnowned !== false
      ? [adoption(contents)]
      : []),
  ];
}

/** The reading of many at once, and the writes under a condition, where the manager claims it. */
export function furtherOperations(
  { capabilities }: CaseContext,
  contents: Contents = keptWhole(capabilities, usual),
): readonly OperationUnderTest[] {
  const { guardedUpdate, guardedDelete, write } = capabilities;
  if (!write) return [batchRead(contents)];
  return [
    batchRead(contents),
    ...(guardedUpdate === "none" ? [] : [guardedReplacement(contents)]),
    ...(guardedDelete === "none" ? [] : [guardedRemoval(contents)]),
  ];
}

const stored =
  ({ old }: Contents): OperationUnderTest["prepare"] =>
  async (context, manager, name) => {
    await storeSecret(context, manager, secretOf(name, old));
    await context.settle();
    return { name, revision: await revisionOf(manager, name) };
  };

const updatedOnce =
  (contents: Contents): OperationUnderTest["prepare"] =>
  async (context, manager, name) => {
    const target = await stored(contents)(context, manager, name);
    await givenUpdate(context, manager, name, contents.next);
    return target;
  };

const owned = (entries: GivenEntries): SecretState => ({ entries, owned: true });

const reads = (contents: Contents): readonly OperationUnderTest[] => [
  {
    operation: "getSecret",
    prepare: stored(contents),
    run: (manager, { name }, options) => manager.getSecret(name, options),
  },
  {
    operation: "describeSecret",
    prepare: stored(contents),
    run: (manager, { name }, options) => manager.describeSecret(name, options),
  },
  {
    operation: "getAllSecretKeys",
    prepare: stored(contents),
    run: (manager, _target, options) => manager.getAllSecretKeys(options),
  },
  {
    operation: "listSecrets",
    prepare: stored(contents),
    run: (manager, _target, options) => collected(manager.listSecrets(options)),
  },
];

const batchRead = (contents: Contents): OperationUnderTest => ({
  operation: "getSecrets",
  prepare: stored(contents),
  run: async (manager, { name }, options) => {
    const answers = await manager.getSecrets([name], options);
    // The failure of an item is its answer, not thrown: here it is the whole operation's.
    for (const answer of answers.values()) if (KeykistError.is(answer)) throw answer;
  },
});

const historyRead = (contents: Contents): OperationUnderTest => ({
  operation: "getSecretHistory",
  prepare: updatedOnce(contents),
  run: (manager, { name }, options) => manager.getSecretHistory(name, options),
});

const rollback = (contents: Contents): OperationUnderTest => ({
  operation: "rollbackSecret",
  change: { before: owned(contents.next), after: owned(contents.old) },
  prepare: updatedOnce(contents),
  run: (manager, { name, revision }, options) => manager.rollbackSecret(name, revision, options),
});

const registration = ({ next }: Contents): OperationUnderTest => ({
  operation: "registerSecret",
  change: { before: "absent", after: owned(next) },
  prepare: async (_context, _manager, name) => ({ name, revision: "" }),
  run: (manager, { name }, options) => manager.registerSecret(secretOf(name, next), options),
});

const update = (contents: Contents): OperationUnderTest => ({
  operation: "updateSecret",
  change: { before: owned(contents.old), after: owned(contents.next) },
  prepare: stored(contents),
  run: (manager, { name }, options) => manager.updateSecret(secretOf(name, contents.next), options),
});

const guardedReplacement = (contents: Contents): OperationUnderTest => ({
  ...update(contents),
  operation: "updateSecret-guarded",
  isGuarded: true,
  run: (manager, { name, revision: ifRevision }, options) =>
    manager.updateSecret(secretOf(name, contents.next), { ...options, ifRevision }),
});

const modification = (contents: Contents): OperationUnderTest => ({
  operation: "modifySecret",
  change: { before: owned(contents.old), after: owned(contents.next) },
  prepare: stored(contents),
  run: (manager, { name }, options) => manager.modifySecret(name, () => contents.next, options),
});

const removal = (contents: Contents): OperationUnderTest => ({
  operation: "deleteSecret",
  change: { before: owned(contents.old), after: "absent" },
  prepare: stored(contents),
  run: (manager, { name }, options) => manager.deleteSecret(name, options),
});

const guardedRemoval = (contents: Contents): OperationUnderTest => ({
  ...removal(contents),
  operation: "deleteSecret-guarded",
  isGuarded: true,
  run: (manager, { name, revision: ifRevision }, options) =>
    manager.deleteSecret(name, { ...options, ifRevision }),
});

const removalOfAll = (contents: Contents): OperationUnderTest => ({
  operation: "deleteAllSecrets",
  change: { before: owned(contents.old), after: "absent" },
  prepare: async (context, manager, name) => {
    // What earlier tries left must not be deleted beside the target.
    await manager.deleteAllSecrets();
    return stored(contents)(context, manager, name);
  },
  run: async (manager, _target, options) => {
    const { failed } = await manager.deleteAllSecrets(options);
    // The failure of an item is reported, not thrown: here it is the whole operation's.
    for (const error of failed.values()) throw error;
  },
});

const undeletion = (contents: Contents): OperationUnderTest => ({
  operation: "undeleteSecret",
  change: { before: "absent", after: owned(contents.old) },
  prepare: async (context, manager, name) => {
    const target = await stored(contents)(context, manager, name);
    await givenDeletion(context, manager, name);
    return target;
  },
  run: (manager, { name }, options) => manager.undeleteSecret(name, options),
});

const adoption = ({ old }: Contents): OperationUnderTest => ({
  operation: "adoptSecret",
  change: { before: { entries: old, owned: false }, after: owned(old) },
  prepare: async (context, _manager, name) => {
    const hint = name.slice(context.name("").length);
    return { name: await givenPlanted(context, hint, old, { owned: false }), revision: "" };
  },
  run: (manager, { name }, options) => manager.adoptSecret(name, "arbitrary", options),
});
