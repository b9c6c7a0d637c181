import type { SecretsManager } from "@keykist/core";
import { closeManagers } from "./close-managers.ts";
import type { CaseContext } from "./conformance-case.ts";
import { openBackend } from "./open-backend.ts";

/** Does something in a backend of its own, that nobody has written to. */
export async function inEmptyBackend(
  context: CaseContext,
  work: (empty: CaseContext) => Promise<void>,
): Promise<void> {
  const backend = await openBackend(context.harness);
  const managers: SecretsManager[] = [];
  try {
    await work({
      ...context,
      backend,
      manager: async (config = {}, options = {}) => {
        const manager = await backend.manager(config, options);
        managers.push(manager);
        return manager;
      },
      settle: async () => backend.settle?.(),
    });
  } finally {
    await closeManagers(managers);
    await backend.close();
  }
}
