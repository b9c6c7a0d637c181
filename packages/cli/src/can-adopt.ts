import type { Session } from "./session.ts";

/** Whether the manager that is chosen can take over secrets of others; no where it cannot even be opened. */
export async function canAdopt(session: Session): Promise<boolean> {
  try {
    const { capabilities } = await session.manager();
    return capabilities.adopt;
  } catch {
    // That failure, if it is the one to report, is reported by itself.
    return false;
  }
}
