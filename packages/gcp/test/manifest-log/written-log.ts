import type { Accessed, LogPort, VersionsPort } from "../../src/manifest-log/log-port.ts";
import { encodeManifest, type Manifest } from "../../src/manifest-log/manifest.ts";

/** One version: its bytes, or what has become of it. */
type Version = Uint8Array | "destroyed" | "disabled" | "missing";

/** A log that a test writes record by record. Nobody else is there, and nothing lags but what is set to. */
export class WrittenLog {
  readonly secrets: Map<string, Version[]> = new Map([["head", []]]);
  /** How far `latest` of the head is behind. */
  lag = 0;
  accesses = 0;
  /** When the server added a version of the head. */
  addedAt: (number: number) => number = () => 0;

  get head(): Version[] {
    return this.secrets.get("head") ?? [];
  }

  /** Adds a manifest to the head; answers its number. */
  write(base: number, seen: number, transaction = `${base}/${seen}`): number {
    return this.head.push(encodeManifest(manifest({ base, seen, transaction })));
  }

  /** What a person types into the head; answers its number. */
  type(text: string): number {
    return this.head.push(Buffer.from(text));
  }

  /** Makes something else of versions of the head. */
  become(what: Exclude<Version, Uint8Array>, ...numbers: readonly number[]): void {
    for (const number of numbers) this.head[number - 1] = what;
  }

  get port(): LogPort {
    return {
      head: this.#versions("head"),
      key: (secret) => this.#versions(secret),
      owns: ({ path, keys }) =>
        path === "db" && [...keys].every(([key, { secret }]) => secret === `db--${key}`),
      backOff: () => Promise.resolve(),
      now: () => 1000,
    };
  }

  #versions(secret: string): VersionsPort {
    const versions = this.secrets.get(secret) ?? [];
    this.secrets.set(secret, versions);
    const at = (number: number): Accessed => {
      this.accesses += 1;
      const version = versions[number - 1] ?? "missing";
      if (version === "missing") return { kind: "not_found" };
      return typeof version === "string"
        ? { kind: version }
        : { kind: "found", number, data: version };
    };
    return {
      access: async (number) => at(number),
      latest: async () => at(versions.length - (secret === "head" ? this.lag : 0)),
      append: async (data) => ({ kind: "appended", number: versions.push(data) }),
      destroy: async (number) => {
        versions[number - 1] = "destroyed";
      },
      active: async () =>
        [...versions.entries()]
          .filter(([, version]) => typeof version !== "string")
          .map(([index]) => ({ number: index + 1, createdAt: this.addedAt(index + 1) })),
    };
  }
}

/** A manifest of a secret without keys. */
export function manifest(place: Partial<Manifest>): Manifest {
  const content = {
    uid: "u",
    path: "db",
    type: "arbitrary",
    created: 0,
    keys: new Map(),
    deleted: false,
  };
  return { ...content, base: 0, seen: 0, transaction: "t", at: 0, ...place };
}
