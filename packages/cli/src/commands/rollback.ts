import type { Session } from "../session.ts";

/** `kist rollback NAME REVISION` */
export default async function rollback(
  session: Session,
  _options: object,
  name: string,
  earlier: string,
): Promise<void> {
  const { output, signal } = session;
  const manager = await session.manager();
  const revision = await manager.rollbackSecret(name, earlier, { signal });
  if (output.json) return output.document({ name, revision });
  return output.done(`Rolled back ${name} to ${earlier}, as the new revision ${revision}.`);
}
