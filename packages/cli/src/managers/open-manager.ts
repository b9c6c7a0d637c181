import type { SecretsManager } from "@keykist/core";
import { loadFlavor } from "../flavors/load-flavor.ts";
import { loadSchemas } from "../schemas/load-schemas.ts";
import type { Session } from "../session.ts";
import { passphraseAsked } from "./ask-passphrase.ts";
import { chooseManager } from "./choose-manager.ts";
import { configInForce } from "./entry-paths.ts";
import { storeOf } from "./has-store.ts";
import { watchStore } from "./known-stores.ts";

/** How a manager is opened. */
export interface OpenManagerOptions {
  /** Whether a person may be asked for what opens it. Default: true. */
  readonly asks?: boolean | undefined;
}

/**
 * Opens a manager of the configuration: chooses it, loads its flavor, and what schemas the configuration names.
 *
 * @throws KeykistError `MANAGER_NOT_FOUND`, `FLAVOR_NOT_FOUND`, `INVALID_CONFIG`, `UNTRUSTED_CONFIG`
 */
export async function openManager(
  session: Session,
  name: string | undefined,
  { asks = true }: OpenManagerOptions = {},
): Promise<SecretsManager> {
  const { host, output } = session;
  const configuration = await session.configuration();
  const chosen = await chooseManager(host, { manager: name }, configuration);
  const { id, flavor } = chosen.entry;
  const Flavor = await loadFlavor(flavor, configuration);
  // What is only looked for while a line is typed needs none.
  if (session.attended) await loadSchemas(configuration);
  const store = session.attended ? await storeOf(session, chosen.entry) : undefined;
  const options = {
    id,
    name: chosen.name,
    // For the flavors that need a person, or tell one something. Others do not look at them.
    askPassphrase: asks ? passphraseAsked(session) : undefined,
    announce: (message: string) => {
      output.note(message);
    },
    onOpen: store === undefined ? undefined : await watchStore(session, store),
    environment: host.environment,
  };
  return new Flavor(configInForce(chosen.entry, configuration.found?.file), options);
}
