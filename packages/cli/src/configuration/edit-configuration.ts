import { mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import type { Host } from "../host.ts";
import { type Configuration, NO_CONFIGURATION, parseConfiguration } from "./configuration.ts";
import { runLocked } from "./edit-lock.ts";
import { cannotWrite, replaceFile, textOf } from "./replace-file.ts";
import { isTrusted, trust } from "./trust.ts";

/** Where editors learn what a configuration may hold. */
export const SCHEMA_URL =
  "https://raw.githubusercontent.com/keykist/keykist/main/packages/cli/keykist.schema.json";

/**
 * Changes a configuration file, whole or not at all, one process after the other; makes it where it is not there.
 * A file that was trusted as it stood stays so: it is kist that changes it.
 *
 * @throws KeykistError `INVALID_CONFIG` where the file is not one, and whatever `change` throws: nothing is written then
 */
export async function editConfiguration(
  { environment }: Pick<Host, "environment">,
  file: string,
  change: (configuration: Configuration) => Configuration,
): Promise<void> {
  await runLocked(environment, "configurations", async () => {
    const real = await realPath(file);
    const before = await textOf(real);
    const after = textWith(
      change(before === undefined ? NO_CONFIGURATION : parseConfiguration(before, real)),
    );
    if (after === before) return;
    const trusted =
      before === undefined || (await isTrusted(environment, { file: real, text: before }));
    await replaceFile(real, after);
    // Stopped here, the file has to be trusted again: never the other way round.
    if (trusted) await trust(environment, { file: real, text: after });
  });
}

/** The real path of a file, which may be still to be made: it is what trust is recorded for. */
async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (Reflect.get(Object(error), "code") !== "ENOENT") throw cannotWrite(file, error);
  }
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    return path.join(await realpath(path.dirname(file)), path.basename(file));
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** A configuration as it is written: what is empty is left out. */
function textWith({ $schema, active, managers, flavors, schemas, run }: Configuration): string {
  const fields = {
    $schema: $schema ?? SCHEMA_URL,
    active,
    managers,
    flavors: Object.keys(flavors).length === 0 ? undefined : flavors,
    schemas: schemas.length === 0 ? undefined : schemas,
    run: run.secrets.length === 0 ? undefined : run,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}
