import type { CaseContext } from "./conformance-case.ts";

/** Does something in a backend of its own, that nobody has written to. */
export async function inEmptyBackend(
  context: CaseContext,
  work: (empty: CaseContext) => Promise<void>,
): Promise<void> {
  const backend = await context.harness.open();
  const closings: (() => Promise<void>)[] = [];
  try {
    await work({
      ...context,
      backend,
      manager: async (config = {}, options = {}) => {
        const manager = await backend.manager(config, options);
        closings.push(() => manager.close());
        return manager;
      },
      settle: async () => backend.settle?.(),
    });
  } finally {
    for (const close of closings) void close().catch(() => undefined);
    await backend.close();
  }
}
