import type { PeekedSecret } from "@keykist/conformance";
import type { GcpEmulator } from "@keykist/emulators/gcp";
import { crc32c } from "../src/manifest-log/checksum.ts";
import { parseManifest } from "../src/manifest-log/manifest.ts";
import { foreignEntries } from "../src/foreign-secret.ts";
import { foreignId, headId, keyId } from "../src/names.ts";
import {
  ANNOTATIONS,
  annotationsOf,
  keysFilter,
  labelsOf,
  type Purpose,
} from "../src/ownership.ts";

type Client = ReturnType<GcpEmulator["client"]>;

/** What a person sees, and can do, in a project with its secrets, without any manager. */
export class ByHand {
  readonly client: Client;
  readonly parent: string;

  constructor(client: Client, project: string) {
    this.client = client;
    this.parent = `projects/${project}`;
  }

  /** The text of a version; `undefined` where there is none. */
  async access(
    secretId: string,
    version: number | "latest" = "latest",
  ): Promise<string | undefined> {
    try {
      const name = `${this.parent}/secrets/${secretId}/versions/${version}`;
      const [{ payload }] = await this.client.accessSecretVersion({ name });
      return Buffer.from(payload?.data ?? "").toString();
    } catch (error) {
      if (Reflect.get(Object(error), "code") === 5) return undefined;
      throw error;
    }
  }

  /** Makes a secret as people do, without labels. */
  async create(secretId: string, secret: object = {}): Promise<void> {
    const replication = { automatic: {} };
    await this.client.createSecret({
      parent: this.parent,
      secretId,
      secret: { replication, ...secret },
    });
  }

  /** Adds a version; answers its number. */
  async add(secretId: string, text: string): Promise<number> {
    const parent = `${this.parent}/secrets/${secretId}`;
    const [{ name }] = await this.client.addSecretVersion({
      parent,
      payload: { data: Buffer.from(text) },
    });
    return Number(name?.split("/").at(-1));
  }

  /** The ids of the secrets that a filter finds, sorted. */
  async list(filter = ""): Promise<string[]> {
    const [secrets] = await this.client.listSecrets({ parent: this.parent, filter });
    return secrets.map(({ name }) => name?.split("/").at(-1) ?? "").toSorted();
  }

  /** Does what `gcloud secrets update` does, as a command line says it. */
  async gcloud(line: string): Promise<void> {
    const [, id, options] = /^gcloud secrets update (\S+) (.+)$/u.exec(line) ?? [];
    if (id === undefined || options === undefined) throw new Error(`gcloud knows no ${line}`);
    const name = `${this.parent}/secrets/${id}`;
    const [before] = await this.client.getSecret({ name });
    const labels = { ...before.labels };
    const annotations = { ...before.annotations };
    for (const option of options.split(" ")) {
      const [, what, pairs] = /^--update-(labels|annotations)=(\S+)$/u.exec(option) ?? [];
      if (pairs === undefined) throw new Error(`gcloud has no ${option}`);
      const entries = pairs.split(",").map((pair) => pair.split("="));
      Object.assign(what === "labels" ? labels : annotations, Object.fromEntries(entries));
    }
    await this.client.updateSecret({
      secret: { name, labels, annotations },
      updateMask: { paths: ["labels", "annotations"] },
    });
  }

  /** A secret of keykist, read from its head. */
  async peek(path: string): Promise<PeekedSecret | undefined> {
    const text = await this.access(headId(path));
    if (text === undefined) return undefined;
    const parsed = parseManifest(Buffer.from(text));
    if (parsed.kind !== "manifest" || parsed.manifest.deleted) return undefined;
    const { type, keys } = parsed.manifest;
    const entries: [key: string, value: string][] = [];
    for (const [key, { secret, version }] of keys) {
      const value = version && (await this.access(secret, version.number));
      entries.push([key, value ?? ""]);
    }
    return { entries: Object.fromEntries(entries), type, owned: true };
  }

  /**
   * What programs read that know nothing of keykist: of each key the latest version of its secret, or what something else
   * made under the name. They know which keys a secret has: one that an update removed is not asked for any more.
   */
  async nativeRead(path: string): Promise<Readonly<Record<string, string>> | undefined> {
    const parsed = parseManifest(Buffer.from((await this.access(headId(path))) ?? ""));
    const inForce =
      parsed.kind === "manifest" && !parsed.manifest.deleted ? parsed.manifest.keys : undefined;
    const keys = inForce === undefined ? await this.#labelledKeys(path) : [...inForce.keys()];
    const read = await Promise.all(
      keys.map(async (key): Promise<[string, string][]> => {
        const value = await this.#readable(keyId(path, key));
        // GCP keeps no version of an empty value.
        const isEmpty = inForce?.get(key)?.version === undefined && inForce !== undefined;
        return value === undefined && !isEmpty ? [] : [[key, value ?? ""]];
      }),
    );
    const entries = Object.fromEntries(read.flat());
    if (inForce !== undefined || Object.keys(entries).length > 0) return entries;
    // Who adopted it reads the keys: the original stays as it was.
    if (parsed.kind === "manifest") return undefined;
    const foreign = await this.#readable(foreignId(path));
    return foreign === undefined
      ? undefined
      : Object.fromEntries(foreignEntries(Buffer.from(foreign)));
  }

  /** Deletes all GCP secrets of a secret, as the console does. */
  async remove(path: string): Promise<void> {
    const keys = (await this.#labelledKeys(path)).map((key) => keyId(path, key));
    for (const id of [headId(path), foreignId(path), ...keys]) {
      const isThere = (await this.list(`name:${id}`)).includes(id);
      if (isThere) await this.client.deleteSecret({ name: `${this.parent}/secrets/${id}` });
    }
  }

  /** Writes as a program does that knows a secret by its keys, or by its name alone where it is new. */
  async put(path: string, entries: Readonly<Record<string, string>>): Promise<void> {
    const keys = await this.#labelledKeys(path);
    if (keys.length === 0) {
      await this.create(foreignId(path));
      await this.add(foreignId(path), JSON.stringify(entries));
      return;
    }
    for (const [key, value] of Object.entries(entries)) {
      const id = keyId(path, key);
      if (!keys.includes(key)) await this.create(id);
      if (value !== "") await this.add(id, value);
    }
  }

  async #labelledKeys(path: string): Promise<readonly string[]> {
    const [secrets] = await this.client.listSecrets({
      parent: this.parent,
      filter: keysFilter(path),
    });
    return secrets.flatMap(({ annotations }) =>
      annotations?.[ANNOTATIONS.path] === path ? (annotations[ANNOTATIONS.key] ?? []) : [],
    );
  }

  /** The latest version; nothing also where it is destroyed or disabled. */
  async #readable(secretId: string): Promise<string | undefined> {
    try {
      return await this.access(secretId);
    } catch (error) {
      if (Reflect.get(Object(error), "code") === 9) return undefined;
      throw error;
    }
  }

  /** A secret of keykist, written as the protocol writes it. */
  async plant(
    path: string,
    type: string,
    entries: Readonly<{ [key: string]: string }>,
  ): Promise<void> {
    const keys: [key: string, entry: object][] = [];
    for (const [key, value] of Object.entries(entries)) {
      const s = keyId(path, key);
      await this.#createOwned(s, { path, type, role: "key", key });
      const version =
        value === "" ? {} : { v: await this.add(s, value), c: crc32c(Buffer.from(value)) };
      keys.push([key, { s, ...version }]);
    }
    await this.#createOwned(headId(path), { path, type, role: "head" });
    const at = Date.UTC(2026, 0, 1);
    const place = { base: 0, seen: 0, txn: `planted ${path}`, at, created: at };
    const record = { keykist: 1, uid: "planted", path, type, ...place };
    await this.add(headId(path), JSON.stringify({ ...record, keys: Object.fromEntries(keys) }));
  }

  #createOwned(secretId: string, purpose: Purpose): Promise<void> {
    return this.create(secretId, {
      labels: labelsOf(purpose),
      annotations: annotationsOf(purpose),
    });
  }
}
