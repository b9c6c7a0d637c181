import type { Session } from "./session.ts";

/** Reports whether the chosen manager can adopt secrets; false if it cannot be opened. */
export async function canAdopt(session: Session): Promise<boolean> {
  try {
    const { capabilities } = await session.manager();
    return capabilities.adopt;
  } catch {
    // The command itself reports that failure.
    return false;
  }
}
