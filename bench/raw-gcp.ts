import type { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { parseStringObject, type StringObject } from "./string-object.ts";

/** The version of each GCP secret that is in force, by its id. */
type Head = StringObject;

/** gRPC's code of what is not there. */
const NOT_FOUND = 5;

/** What a program does that calls Google's client by itself: nothing checked, and nothing kept safe from others. */
export class RawGcp {
  readonly #client: SecretManagerServiceClient;
  readonly #parent: string;

  constructor(client: SecretManagerServiceClient, project: string) {
    this.#client = client;
    this.#parent = `projects/${project}`;
  }

  /** One GCP secret for each key, and one that says which versions belong together. */
  async register(name: string, content: StringObject): Promise<void> {
    const ids = Object.keys(content).map((key) => `${name}-${key}`);
    for (const secretId of [...ids, `${name}-head`]) {
      const secret = { replication: { automatic: {} } };
      await this.#client.createSecret({ parent: this.#parent, secretId, secret });
    }
    await this.#write(name, content, {});
  }

  /** The calls that keykist makes: the head, whether there is a newer one, and each value by its number. */
  async get(name: string): Promise<StringObject> {
    const head = await this.#newestHead(name);
    const entries = Object.entries(head).map(async ([id, version]) => {
      const { data } = await this.#access(id, version);
      return [id.slice(name.length + 1), data] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** The latest of each key: half an update can be seen, and keys have to be known. */
  async getLatest(name: string, keys: readonly string[]): Promise<StringObject> {
    const entries = keys.map(
      async (key) => [key, (await this.#access(`${name}-${key}`, "latest")).data] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  /** The calls that keykist makes: reads the head, adds the values that change, then a head that names them. */
  async update(name: string, change: StringObject): Promise<void> {
    await this.#write(name, change, await this.#newestHead(name));
  }

  /** Adds versions, and no more: half of it can be seen, and of two at once neither knows. */
  async add(name: string, change: StringObject): Promise<void> {
    await Promise.all(
      Object.entries(change).map(([key, value]) => this.#add(`${name}-${key}`, value)),
    );
  }

  async #write(name: string, change: StringObject, head: Head): Promise<void> {
    const added = Object.entries(change).map(async ([key, value]) => {
      const id = `${name}-${key}`;
      return [id, await this.#add(id, value)] as const;
    });
    const changed = Object.fromEntries(await Promise.all(added));
    await this.#add(`${name}-head`, JSON.stringify({ ...head, ...changed }));
  }

  async #newestHead(name: string): Promise<Head> {
    const { data, version } = await this.#access(`${name}-head`, "latest");
    await this.#expectNone(`${name}-head`, Number(version) + 1);
    return parseStringObject(data);
  }

  async #expectNone(id: string, version: number): Promise<void> {
    try {
      await this.#access(id, String(version));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === NOT_FOUND) return;
      throw error;
    }
    throw new Error("somebody else has written");
  }

  async #access(id: string, version: string): Promise<{ data: string; version: string }> {
    const name = `${this.#parent}/secrets/${id}/versions/${version}`;
    const [answer] = await this.#client.accessSecretVersion({ name });
    const data = answer.payload?.data ?? "";
    const text = typeof data === "string" ? data : Buffer.from(data).toString();
    return { data: text, version: lastSegment(answer.name) };
  }

  async #add(id: string, value: string): Promise<string> {
    const [version] = await this.#client.addSecretVersion({
      parent: `${this.#parent}/secrets/${id}`,
      payload: { data: Buffer.from(value) },
    });
    return lastSegment(version.name);
  }
}

function lastSegment(name: string | null | undefined): string {
  return name?.split("/").at(-1) ?? "";
}
