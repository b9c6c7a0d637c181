import type { Call } from "@keykist/core";
import { STATUS, statusOf } from "./errors/status.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { ownKeyOf } from "./ownership.ts";

/**
 * Which secrets of keys keykist made, in one operation. A manifest does not prove it: whoever may add versions to a head can
 * name there what something else made under the id of a key. Nothing is destroyed in such a secret.
 */
export class OwnKeys {
  readonly #secrets: GcpSecrets;
  readonly #path: string;
  readonly #call: Call;
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(secrets: GcpSecrets, path: string, call: Call) {
    this.#secrets = secrets;
    this.#path = path;
    this.#call = call;
  }

  /** Notes a secret that this operation has made, or has found to be keykist's. */
  note(id: string): void {
    this.#known.set(id, Promise.resolve(true));
  }

  /** Reports whether keykist made a secret, for a key of this path. Asks once. */
  has(id: string): Promise<boolean> {
    const known = this.#known.get(id) ?? this.#ask(id);
    this.#known.set(id, known);
    return known;
  }

  async #ask(id: string): Promise<boolean> {
    try {
      const found = await this.#secrets.get(id, this.#call);
      return ownKeyOf({ ...found, name: id }, this.#path) !== undefined;
    } catch (error) {
      // Nothing can be destroyed where nothing is.
      if (statusOf(error) === STATUS.NOT_FOUND) return false;
      throw error;
    }
  }
}
