import type { Session } from "../session.ts";
import { counted } from "../terminal/counted.ts";

/** The prefix of a name that is an id of the backend. Such a secret can only be read. */
const ONLY_READ = "id:";

/** Returns the names of secrets that can be adopted. Notes how many others can only be read. */
export async function namesToAdopt(session: Session, prefix: string): Promise<readonly string[]> {
  const { output, signal } = session;
  const manager = await session.manager();
  const names: string[] = [];
  let others = 0;
  using progress = output.progress();
  for await (const { name } of manager.listSecrets({ prefix, owned: false, signal })) {
    if (name.startsWith(ONLY_READ)) others += 1;
    else names.push(name);
    progress.show(`Found ${counted(names.length, "secret")} to adopt`);
  }
  progress[Symbol.dispose]();
  if (others > 0) {
    output.note(
      `Left out ${counted(others, "secret")} that can only be read (${ONLY_READ}…): see kist list --not-owned.`,
    );
  }
  return names;
}
