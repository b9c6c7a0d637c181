import { backendIdOf } from "../secrets/grammar.ts";
import type { RecordSummary, Wanted } from "./flavor-contract.ts";
import { demand, type ManagerCore } from "./manager-core.ts";
import type { OperationRun } from "./operation-run.ts";
import type {
  ListSecretsOptions,
  OperationOptions,
  SecretSummary,
  UnownedSecretSummary,
} from "./secrets-manager.ts";

/** A record of this scope. Records of other scopes never leave the base. */
interface ListedSecret {
  readonly name: string;
  readonly summary: RecordSummary;
}

/** The secrets of this scope whose names begin with a prefix, as the backend lists them: owned ones, or the others. */
export async function* listed(
  core: ManagerCore,
  run: OperationRun,
  prefix: string,
): AsyncGenerator<ListedSecret, void, undefined> {
  const full = core.scope.prefix + prefix;
  const isOwned = run.wanted.owned === "owned";
  for await (const summary of core.runner.iterate(run, () => core.hooks.list(full, run))) {
    if ((summary.owned ?? true) !== isOwned) continue;
    const name = core.scope.nameOf(summary.path) ?? idNameOf(core, summary);
    if (name?.startsWith(prefix) === true) yield { name, summary };
  }
}

/** The name `id:…` of a secret that can only be read. Ids are outside every scope. */
function idNameOf(core: ManagerCore, { path, owned }: RecordSummary): string | undefined {
  const isRead = owned === false && core.scope.scope === "none" && core.capabilities().readsById;
  return isRead && backendIdOf(path) !== undefined ? path : undefined;
}

export async function* listSecrets(
  core: ManagerCore,
  options: ListSecretsOptions,
): AsyncGenerator<SecretSummary, void, undefined> {
  const run = core.runner.open({ operation: "listSecrets", signal: options.signal });
  try {
    for await (const { name, summary } of listed(core, run, options.prefix ?? "")) {
      const { type = "", revision = "", createdAt, updatedAt } = summary;
      yield Object.freeze({ name, type, revision, createdAt, updatedAt });
    }
  } finally {
    run.finish();
  }
}

/** Lists what something else made in this scope. It has no type, and its revision may cost a call for each. */
export async function* listUnownedSecrets(
  core: ManagerCore,
  { prefix = "", signal }: ListSecretsOptions,
): AsyncGenerator<UnownedSecretSummary, void, undefined> {
  const run = core.runner.open({
    operation: "listSecrets",
    signal,
    wanted: { owned: "not_owned" },
  });
  try {
    demand(core, run.frame, ["adopt"]);
    for await (const { name, summary } of listed(core, run, prefix)) {
      const { createdAt, updatedAt } = summary;
      yield Object.freeze({ name, createdAt, updatedAt });
    }
  } finally {
    run.finish();
  }
}

/** The names of all secrets of this scope, each once, in no particular order. */
export async function listNames(core: ManagerCore, run: OperationRun): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { name } of listed(core, run, "")) names.add(name);
  return names;
}

/** Paths are all that a listing of names looks at. */
export const NAMES_ONLY: Partial<Wanted> = { summaries: "paths" };

export async function getAllSecretKeys(
  core: ManagerCore,
  options: OperationOptions,
): Promise<string[]> {
  const run = core.runner.open({
    operation: "getAllSecretKeys",
    signal: options.signal,
    wanted: NAMES_ONLY,
  });
  try {
    return [...(await listNames(core, run))].toSorted();
  } finally {
    run.finish();
  }
}
