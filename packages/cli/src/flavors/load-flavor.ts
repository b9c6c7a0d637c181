import { type FlavorClass, KeykistError } from "@keykist/core";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { didYouMean, nearest } from "../nearest.ts";
import { FIRST_PARTY, isFirstParty } from "./first-party.ts";
import { flavorIn, type FlavorRequest } from "./flavor-in.ts";
import { fileOfSource, importFile, resolveSource } from "./import-source.ts";
import { installHint } from "./install-hint.ts";
import { splitSource } from "./source.ts";

/** Where the name of a flavor is looked up. */
export interface FlavorPlace extends OpenedConfiguration {
  /**
   * The file of the configuration, also where it is still to be made. Only a command that makes it there names it: what
   * is installed in a folder must not run because someone stands in it. Default: the one that was found.
   */
  readonly file?: string | undefined;
}

/** Where a flavor is, before anything of it is run. */
export interface FlavorModule extends FlavorRequest {
  /** The file of the module. */
  readonly file: string;
}

/**
 * The module of a flavor by its name: one that the configuration lists, or one of keykist's own, from where the
 * configuration is, else from where kist is installed. Nothing else is ever loaded.
 *
 * @throws KeykistError `FLAVOR_NOT_FOUND`
 */
export function moduleOfFlavor(
  flavor: string,
  { content, found, file: configuration = found?.file }: FlavorPlace,
): FlavorModule {
  const listed = Object.hasOwn(content.flavors, flavor) ? content.flavors[flavor] : undefined;
  if (listed !== undefined && configuration !== undefined) {
    const { source, name } = splitSource(listed);
    return { source, name, flavor, file: fileOfSource(source, configuration) };
  }
  const source = Object.hasOwn(FIRST_PARTY, flavor) ? FIRST_PARTY[flavor] : undefined;
  if (source === undefined) throw notRegistered(flavor, Object.keys(content.flavors));
  const file = resolveSource(source, configuration ?? import.meta.filename);
  if (file !== undefined) return { source, name: undefined, flavor, file };
  throw new KeykistError("FLAVOR_NOT_FOUND", `the flavor ${flavor} is not installed`, {
    hint: installHint(source, configuration),
  });
}

/**
 * Loads a flavor by its name.
 *
 * @throws KeykistError as {@link moduleOfFlavor} does; `INVALID_CONFIG`, `UNSUPPORTED`
 */
export async function loadFlavor(flavor: string, place: FlavorPlace): Promise<FlavorClass> {
  const module = moduleOfFlavor(flavor, place);
  return flavorIn(await importFile(module.file), module).Flavor;
}

/** The error for a flavor's name that nothing stands behind. */
export function notRegistered(flavor: string, listed: readonly string[]): KeykistError {
  const near = nearest(flavor, [...Object.keys(FIRST_PARTY), ...listed]);
  return new KeykistError("FLAVOR_NOT_FOUND", `there is no flavor ${JSON.stringify(flavor)}`, {
    hint:
      near.length === 0
        ? "see which there are: kist flavor list; or register it: kist flavor register SOURCE"
        : `${didYouMean(near)} Others are registered: kist flavor register SOURCE`,
  });
}

/** Where a flavor comes from, without loading it; `undefined` where nothing of that name is known. */
export function sourceOfFlavor(
  flavor: string,
  { content }: OpenedConfiguration,
): string | undefined {
  if (isFirstParty(flavor)) return FIRST_PARTY[flavor];
  return Object.hasOwn(content.flavors, flavor) ? content.flavors[flavor] : undefined;
}
