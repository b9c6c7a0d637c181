import { FIRST_PARTY } from "../../flavors/first-party.ts";
import { resolveSource } from "../../flavors/import-source.ts";
import { findPackage } from "../../flavors/resolve-package.ts";
import { isPath, splitSource } from "../../flavors/source.ts";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";

/** `kist flavor list` */
export default async function listFlavors(session: Session): Promise<void> {
  const { output } = session;
  const { content, found } = await session.configuration();
  const from = found?.file ?? import.meta.filename;
  const flavors = [...Object.entries(FIRST_PARTY), ...Object.entries(content.flavors)].map(
    ([name, written]) => {
      const { source } = splitSource(written);
      const installed = resolveSource(source, from) !== undefined;
      const version = isPath(source)
        ? undefined
        : (findPackage(source, from) ?? findPackage(source, import.meta.filename))?.version;
      return { name, source: written, installed, version: version ?? null };
    },
  );
  if (output.json) return output.document(flavors);
  const rows = flavors.map(({ name, source, installed, version }) => [
    name,
    source,
    installed ? (version ?? "") : isPath(source) ? "not there" : "not installed",
  ]);
  return output.lines(columns([["NAME", "SOURCE", "VERSION"], ...rows]));
}
