import type { Session } from "../session.ts";
import { columns } from "../terminal/columns.ts";
import { shownTime } from "../terminal/shown-time.ts";

/** `kist describe NAME` */
export default async function describe(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { output, signal } = session;
  const manager = await session.manager();
  const described = await manager.describeSecret(name, { signal });
  const { type, revision, keys, createdAt, updatedAt, owned } = described;
  if (output.json) {
    // Null, and not left out, where the backend does not tell: one shape for every secret.
    return output.document({
      name,
      type: type ?? null,
      revision,
      keys,
      createdAt: createdAt ?? null,
      updatedAt: updatedAt ?? null,
      owned,
    });
  }
  const rows: readonly (readonly [string, string])[] = [
    ["type", type ?? ""],
    ["keys", keys.join(", ")],
    ["revision", revision],
    ["created", shownTime(createdAt)],
    ["updated", shownTime(updatedAt)],
    ["owned", owned ? "yes" : "no: kist reads it, and never changes it"],
  ];
  return output.lines([
    output.styled("bold", name),
    ...columns(rows.filter(([, text]) => text !== "")).map((line) => `  ${line}`),
  ]);
}
