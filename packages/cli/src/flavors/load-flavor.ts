import { type FlavorClass, KeykistError } from "@keykist/core";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { flavorIn } from "./flavor-in.ts";
import { importFile, importSource, resolveSource } from "./import-source.ts";
import { installHint } from "./install-hint.ts";

/** The flavors that are keykist's own, and their packages. */
export const FIRST_PARTY: Readonly<Record<string, string>> = {
  local: "@keykist/local",
  aws: "@keykist/aws",
  gcp: "@keykist/gcp",
};

/** A source as a configuration writes it: `SOURCE[#EXPORT]`. */
export function splitSource(text: string): {
  readonly source: string;
  readonly name: string | undefined;
} {
  const at = text.lastIndexOf("#");
  return at === -1
    ? { source: text, name: undefined }
    : { source: text.slice(0, at), name: text.slice(at + 1) };
}

/**
 * Loads a flavor by its name: one that the configuration lists, or one of keykist's own, from where the configuration
 * is, else from where kist is installed. Nothing else is ever loaded.
 *
 * @throws KeykistError `FLAVOR_NOT_FOUND`, `INVALID_CONFIG`, `UNSUPPORTED`
 */
export async function loadFlavor(
  flavor: string,
  { content, found }: OpenedConfiguration,
): Promise<FlavorClass> {
  const listed = Object.hasOwn(content.flavors, flavor) ? content.flavors[flavor] : undefined;
  if (listed !== undefined && found !== undefined) {
    const { source, name } = splitSource(listed);
    return flavorIn(await importSource(source, found.file), { source, name, flavor });
  }
  const source = Object.hasOwn(FIRST_PARTY, flavor) ? FIRST_PARTY[flavor] : undefined;
  if (source === undefined) throw notRegistered(flavor);
  const file =
    (found && resolveSource(source, found.file)) ?? resolveSource(source, import.meta.filename);
  if (file === undefined) {
    throw new KeykistError("FLAVOR_NOT_FOUND", `the flavor ${flavor} is not installed`, {
      hint: installHint(source, found?.file),
    });
  }
  return flavorIn(await importFile(file), { source, name: undefined, flavor });
}

function notRegistered(flavor: string): KeykistError {
  return new KeykistError("FLAVOR_NOT_FOUND", `there is no flavor ${JSON.stringify(flavor)}`, {
    hint: "register it: kist flavor register SOURCE",
  });
}
