import type { KeykistError } from "../errors/keykist-error.ts";
import type { RemoveManyAnswer } from "./flavor-contract.ts";
import { listNames, NAMES_ONLY } from "./list-secrets.ts";
import { demand, type ManagerCore } from "./manager-core.ts";
import type { OperationRun } from "./operation-run.ts";
import { FlavorError } from "./thrown.ts";
import type { DeleteAllResult, OperationOptions } from "./secrets-manager.ts";
import { assertRemoved } from "./write-secrets.ts";

export async function deleteAllSecrets(
  core: ManagerCore,
  { signal }: OperationOptions,
): Promise<DeleteAllResult> {
  const run = core.runner.open({ operation: "deleteAllSecrets", signal, wanted: NAMES_ONLY });
  const failed = new Map<string, KeykistError>();
  let deleted = 0;
  try {
    demand(core, run.frame, ["write"]);
    // All names first: a backend that pages by position would skip what moves up in the meantime.
    const names = await listNames(core, run);
    const paths = Array.from(names, (name) => core.scope.path(name));
    const unanswered = new Map(paths.map((path) => [path.full, path]));
    for await (const answer of core.runner.iterate(run, () => core.hooks.removeAll(paths, run))) {
      if (!unanswered.delete(answer.path.full)) continue;
      const error = failureOf(answer, run.settle(answer.path));
      if (error !== undefined) failed.set(answer.path.name, error);
      else if ("outcome" in answer && answer.outcome.kind === "removed") deleted += 1;
    }
    for (const path of unanswered.values()) {
      const reason = "the flavor reported no outcome for it";
      const error = run.settle(path).failure("UNKNOWN", { reason, outcome: "unknown" });
      failed.set(path.name, error);
    }
  } finally {
    run.finish();
  }
  return Object.freeze({ deleted, failed });
}

/** The error of one deletion. What someone else deleted in the meantime is neither deleted nor failed. */
function failureOf(answer: RemoveManyAnswer, run: OperationRun): KeykistError | undefined {
  try {
    if ("error" in answer) throw new FlavorError(answer.error);
    if (answer.outcome.kind !== "absent") assertRemoved(answer.outcome, run);
    return undefined;
  } catch (error) {
    return run.explain(error);
  }
}
