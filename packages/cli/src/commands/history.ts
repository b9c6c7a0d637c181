import type { Session } from "../session.ts";
import { columns } from "../terminal/columns.ts";
import { shownTime } from "../terminal/shown-time.ts";

/** `kist history NAME` */
export default async function history(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { output, signal } = session;
  const manager = await session.manager();
  const states = await manager.getSecretHistory(name, { signal });
  if (output.json) {
    return output.document(
      states.map(({ revision, createdAt, keys }) => ({
        revision,
        createdAt: createdAt ?? null,
        keys: keys ?? null,
      })),
    );
  }
  return output.lines(
    columns(
      states.map(({ revision, createdAt, keys }, index) => [
        revision,
        shownTime(createdAt),
        index === 0 ? "now" : "",
        keys?.join(", ") ?? "",
      ]),
    ),
  );
}
