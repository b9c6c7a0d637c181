import { assertSecretName, isSecretName } from "../secrets/grammar.ts";
import { demand, type ManagerCore, type Requirement } from "./manager-core.ts";
import type { OperationRequest } from "./operation-runner.ts";
import type { OperationRun } from "./operation-run.ts";
import type { SecretPath } from "./secret-path.ts";

/** What an operation on one secret asks for. */
export interface SecretRequest extends Omit<OperationRequest, "secret"> {
  readonly needs?: readonly Requirement[] | undefined;
}

/** Runs an operation on one secret: its name is checked, and nothing that is not claimed begins. */
export function aboutSecret<T>(
  core: ManagerCore,
  request: SecretRequest,
  name: unknown,
  work: (path: SecretPath, run: OperationRun) => Promise<T>,
): Promise<T> {
  const { needs = [], ...rest } = request;
  // A name that is none stays out of the error: a value may stand in its place.
  const secret = isSecretName(name) ? name : undefined;
  return core.runner.run({ ...rest, secret }, async (run) => {
    demand(core, run.frame, needs);
    assertSecretName(name);
    return work(core.scope.path(name), run);
  });
}
