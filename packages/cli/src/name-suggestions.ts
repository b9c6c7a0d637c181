import type { KeykistError } from "@keykist/core";
import { didYouMean, nearest } from "./nearest.ts";
import type { Session } from "./session.ts";
import { shellQuoted } from "./terminal/shell-quoted.ts";

/** The most names, and the longest time, that a suggestion is worth. */
const MOST_NAMES = 20_000;
const PATIENCE_MS = 1000;

/** Proposes names for those that were not found: the nearest of the manager's, which is asked once. */
export class NameSuggestions {
  readonly #session: Session;
  #names: Promise<readonly string[]> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** A proposal, where the error is that there is no such secret and some name is near. */
  async for({ code, operation, secret }: KeykistError): Promise<string | undefined> {
    // Without an operation, something else of the secret is missing; what was deleted is not listed.
    if (code !== "SECRET_NOT_FOUND" || secret === undefined) return;
    if (operation === undefined || operation === "undeleteSecret") return;
    this.#names ??= this.#list();
    const near = nearest(secret, await this.#names);
    return near.length === 0 ? undefined : didYouMean(near.map(shellQuoted));
  }

  async #list(): Promise<readonly string[]> {
    const names: string[] = [];
    const signal = AbortSignal.any([this.#session.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const manager = await this.#session.manager();
      for await (const { name } of manager.listSecrets({ signal })) {
        names.push(name);
        if (names.length >= MOST_NAMES) break;
      }
    } catch {
      // Who may read a secret may not be allowed to list them. The failure that is reported stays the one that
      // it was: it gets a proposal out of what is known, or none.
    }
    return names;
  }
}
