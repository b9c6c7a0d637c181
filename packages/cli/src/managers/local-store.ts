import { KeykistError } from "@keykist/core";
import type { StoreConfig, StoreOperationOptions } from "@keykist/local";
import type { Session } from "../session.ts";
import { passphraseAsked } from "./ask-passphrase.ts";
import { chooseManager, type ChosenManager } from "./choose-manager.ts";
import { configInForce } from "./entry-paths.ts";

/** The store of the manager that is chosen, as the functions on a whole store want it. */
export interface LocalStore {
  readonly chosen: ChosenManager;
  readonly config: StoreConfig;
  readonly options: StoreOperationOptions;
}

/**
 * The store behind the manager that is chosen.
 *
 * @throws KeykistError `UNSUPPORTED` where its flavor is not local; `MANAGER_NOT_FOUND`, `UNTRUSTED_CONFIG`
 */
export async function localStore(session: Session): Promise<LocalStore> {
  const { host, options, signal } = session;
  const configuration = await session.configuration();
  const chosen = await chooseManager(host, options, configuration);
  const { name, entry } = chosen;
  if (entry.flavor !== "local") {
    throw new KeykistError(
      "UNSUPPORTED",
      `the manager ${name} is of the flavor ${entry.flavor}, which keeps no key of its own`,
      { hint: "choose a local one: --manager NAME" },
    );
  }
  return {
    chosen,
    config: storeConfig(configInForce(entry, configuration.found?.file)),
    options: {
      signal,
      environment: host.environment,
      askPassphrase: passphraseAsked(session),
    },
  };
}

/** What of a manager's configuration says where its store is, and what opens it. */
export function storeConfig(config: Readonly<Record<string, unknown>>): StoreConfig {
  const options = ["file", "key", "passphrase", "keyFile"].flatMap((name) => {
    const value = config[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(options);
}
