import { existsSync } from "node:fs";
import { storeFile } from "@keykist/local";
import type { ManagerEntry } from "../configuration/configuration.ts";
import type { Session } from "../session.ts";
import { configInForce } from "./entry-paths.ts";

/** The store of a manager of the local flavor; `undefined` for other flavors. */
export async function storeOf(
  session: Pick<Session, "host" | "configuration">,
  entry: ManagerEntry,
): Promise<string | undefined> {
  if (entry.flavor !== "local") return undefined;
  const { found } = await session.configuration();
  const { file } = configInForce(entry, found?.file);
  return storeFile(typeof file === "string" ? file : undefined, session.host.environment);
}

/**
 * Reports whether there is something to look into: a manager of the local flavor makes its store when it is opened, also where
 * someone only wants to see what is there.
 */
export async function hasStore(
  session: Pick<Session, "host" | "configuration">,
  entry: ManagerEntry,
): Promise<boolean> {
  const store = await storeOf(session, entry);
  return store === undefined || existsSync(store);
}
