import type { FlavorClass } from "@keykist/core";
import type { ManagerEntry } from "../configuration/configuration.ts";

/**
 * Checks that a manager can be made of an entry. Making one asks nobody and writes nothing.
 *
 * @throws KeykistError `INVALID_CONFIG`, naming every field that is wrong
 */
export async function assertConfig(
  Flavor: FlavorClass,
  name: string,
  { id, config }: ManagerEntry,
): Promise<void> {
  await new Flavor(config, { id, name }).close();
}
