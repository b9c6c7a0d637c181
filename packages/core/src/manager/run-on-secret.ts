import { assertSecretName, backendIdOf, isSecretName } from "../secrets/grammar.ts";
import { demand, type ManagerCore, type Requirement } from "./manager-core.ts";
import type { OperationRequest } from "./operation-runner.ts";
import type { OperationRun } from "./operation-run.ts";
import type { SecretPath } from "./secret-path.ts";

/** What an operation on one secret asks for. */
export interface SecretRequest extends Omit<OperationRequest, "secret"> {
  readonly needs?: readonly Requirement[] | undefined;
}

/** Runs an operation on one secret: its name is checked, and nothing that is not claimed begins. */
export function runOnSecret<T>(
  core: ManagerCore,
  request: SecretRequest,
  name: unknown,
  work: (path: SecretPath, run: OperationRun) => Promise<T>,
): Promise<T> {
  const { needs = [], ...rest } = request;
  return core.runner.run({ ...rest, secret: shownName(name) }, async (run) => {
    demand(core, run.frame, needs);
    if (backendIdOf(name) !== undefined) throw run.failure("UNSUPPORTED", ONLY_READ);
    assertSecretName(name);
    return work(core.scope.path(name), run);
  });
}

const ONLY_READ = {
  reason: "a secret named by an id of the backend can only be read",
  hint: "keykist changes only secrets whose names it could have given; use the backend's own tools",
};

/** Runs a read of a secret that is named by an id of the backend. */
export function runOnBackendId<T>(
  core: ManagerCore,
  request: SecretRequest,
  id: string,
  work: (run: OperationRun) => Promise<T>,
): Promise<T> {
  const { needs = [], ...rest } = request;
  return core.runner.run({ ...rest, secret: `id:${id}` }, async (run) => {
    demand(core, run.frame, [...needs, "readsById"]);
    if (core.scope.scope !== "none") throw run.failure("UNSUPPORTED", ONLY_UNSCOPED);
    return work(run);
  });
}

const ONLY_UNSCOPED = {
  reason: "ids of the backend are outside every scope",
  hint: 'read it through a manager with scope "none"',
};

/** Returns a name as errors may show it. Anything else is left out, since a value may stand in its place. */
function shownName(name: unknown): string | undefined {
  if (isSecretName(name)) return name;
  const id = backendIdOf(name);
  return id === undefined ? undefined : `id:${id}`;
}
