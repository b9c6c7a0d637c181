import type { SchemaRegistry } from "../schemas/schema-registry.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import type { Capabilities } from "./capabilities.ts";
import { failure } from "./failure.ts";
import type { Operation } from "./flavor-contract.ts";
import type { Hooks } from "./hooks.ts";
import type { OperationRunner } from "./operation-runner.ts";
import type { PathScope } from "./secret-path.ts";
import type { SecretQueue } from "./secret-queue.ts";

/** What the operations of one manager work with. */
export interface ManagerCore {
  readonly flavor: string;
  readonly hooks: Hooks;
  readonly runner: OperationRunner;
  readonly scope: PathScope;
  readonly registry: SchemaRegistry;
  readonly queue: SecretQueue;
  readonly capabilities: () => Capabilities;
}

/** What an operation needs a manager to claim. */
export type Requirement =
  | "write"
  | "guardedUpdate"
  | "guardedDelete"
  | "adopt"
  | "history"
  | "undelete"
  | "readsById";

const claims: Readonly<Record<Requirement, (capabilities: Capabilities) => boolean>> = {
  write: ({ write }) => write,
  guardedUpdate: ({ guardedUpdate }) => guardedUpdate !== "none",
  guardedDelete: ({ guardedDelete }) => guardedDelete !== "none",
  adopt: ({ adopt }) => adopt,
  history: ({ history }) => history !== "none",
  undelete: ({ deletion }) => deletion === "recoverable",
  readsById: ({ readsById }) => readsById,
};

const missing: Readonly<Record<Requirement, string>> = {
  write: "this manager only reads",
  guardedUpdate: "this manager cannot make an update depend on a revision",
  guardedDelete: "this manager cannot make a deletion depend on a revision",
  adopt: "this manager cannot take over secrets of others",
  history: "this manager keeps no history",
  undelete: "this manager deletes for good",
  readsById: "this manager does not read by ids of its backend",
};

/**
 * Refuses an operation that the manager does not claim, before anything is done.
 *
 * @throws KeykistError `UNSUPPORTED`
 */
export function demand(
  core: ManagerCore,
  frame: { readonly operation: Operation; readonly secret?: string | undefined },
  requirements: readonly Requirement[],
): void {
  const capabilities = core.capabilities();
  const lacking = requirements.find((requirement) => !claims[requirement](capabilities));
  if (lacking === undefined) return;
  const code: ErrorCode = "UNSUPPORTED";
  throw failure({ operation: frame.operation, flavor: core.flavor, secret: frame.secret }, code, {
    reason: missing[lacking],
    hint: "see the manager's capabilities for what it can do",
  });
}
