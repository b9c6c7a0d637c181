import type { SecretsManager } from "@keykist/core";
import type { Session } from "../session.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
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
    ["owned", owned ? "yes" : notOwned(name, manager)],
  ];
  return output.lines([
    output.styled("bold", name),
    ...columns(rows.filter(([, text]) => text !== "")).map((line) => `  ${line}`),
  ]);
}

function notOwned(name: string, { capabilities }: SecretsManager): string {
  return capabilities.adopt && !name.startsWith("id:")
    ? `no: kist reads it, and changes it after kist adopt ${shellQuoted(name)} --schema TYPE`
    : "no: kist reads it, and never changes it";
}
