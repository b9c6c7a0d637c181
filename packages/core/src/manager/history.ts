import { runOnSecret } from "./run-on-secret.ts";
import type { HistoryEntry } from "./flavor-contract.ts";
import type { ManagerCore } from "./manager-core.ts";
import type { OperationOptions } from "./secrets-manager.ts";

export function getSecretHistory(
  core: ManagerCore,
  name: string,
  { signal }: OperationOptions,
): Promise<HistoryEntry[]> {
  const request = { operation: "getSecretHistory", signal, needs: ["history"] } as const;
  return runOnSecret(core, request, name, async (path, run) => {
    const entries = await core.hooks.history(path, run);
    if (entries === undefined) throw run.failure("SECRET_NOT_FOUND");
    return entries.map(({ revision, createdAt, keys }) =>
      Object.freeze({
        revision,
        createdAt,
        keys: keys === undefined ? undefined : [...keys].toSorted(),
      }),
    );
  });
}
