import { keySource } from "@keykist/local";
import { localStore } from "../../managers/local-store.ts";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";

/** `kist key source` */
export default async function showKeySource(session: Session): Promise<void> {
  const { output } = session;
  const { config, options } = await localStore(session);
  const { file, expected, kind, from, opens } = await keySource(config, options);
  if (output.json) {
    return output.document({ file, expected: expected ?? null, kind, from, opens: opens ?? null });
  }
  return output.lines(
    columns([
      ["store", expected === undefined ? `${file} (not made yet)` : file],
      ["made with", expected ?? "nothing yet"],
      ["key from", from],
      ["opens", opens === undefined ? "not tried" : opens ? "yes" : "no"],
    ]),
  );
}
