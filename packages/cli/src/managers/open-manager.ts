import { KeykistError, type SecretsManager } from "@keykist/core";
import { loadFlavor } from "../flavors/load-flavor.ts";
import { Interrupted } from "../interrupted.ts";
import { loadSchemas } from "../schemas/load-schemas.ts";
import type { Session } from "../session.ts";
import { chooseManager } from "./choose-manager.ts";
import { configInForce } from "./entry-paths.ts";

/**
 * Opens a manager of the configuration: chooses it, loads its flavor, and what schemas the configuration names.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND`, `FLAVOR_NOT_FOUND`, `INVALID_CONFIG`, `UNTRUSTED_CONFIG`
 */
export async function openManager(
  session: Session,
  name: string | undefined,
): Promise<SecretsManager> {
  const { host, output, prompts } = session;
  const configuration = await session.configuration();
  const chosen = await chooseManager(host, { manager: name }, configuration);
  const { id, flavor } = chosen.entry;
  const Flavor = await loadFlavor(flavor, configuration);
  // What is only looked for while a line is typed needs none.
  if (session.attended) await loadSchemas(configuration);
  const options = {
    id,
    name: chosen.name,
    // For the flavors that need a person, or tell one something. Others do not look at them.
    askPassphrase: prompts.available ? () => askPassphrase(prompts) : undefined,
    announce: (message: string) => {
      output.note(message);
    },
    environment: host.environment,
  };
  return new Flavor(configInForce(chosen.entry, configuration.found?.file), options);
}

/** Asks in the middle of an operation, which takes what is no error of keykist for an error of the backend. */
async function askPassphrase(prompts: Session["prompts"]): Promise<string> {
  try {
    return await prompts.hidden("Passphrase of the store");
  } catch (error) {
    throw error instanceof Interrupted ? new KeykistError("ABORTED", error.message) : error;
  }
}
