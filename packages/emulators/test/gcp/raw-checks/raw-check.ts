import assert from "node:assert/strict";
import type { protos, SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { status } from "@grpc/grpc-js";

type Secret = protos.google.cloud.secretmanager.v1.ISecret;

/** What Google's documentation promises, in its words, and the calls of its client library that try it. */
export interface RawCheck {
  readonly id: string;
  readonly title: string;
  /**
   * The sentence of the documentation, or of the comments in the service's protocol buffers, without their links;
   * `(in our words)` where it is not said in one.
   */
  readonly sentence: string;
  readonly run: (backend: RawBackend) => Promise<void>;
}

/** A server to check, through the client library of Google. */
export class RawBackend {
  readonly client: SecretManagerServiceClient;
  readonly parent: string;
  readonly #run: string;
  #count = 0;

  /** @param run tells apart the names of runs that share a server */
  constructor(client: SecretManagerServiceClient, { run }: { readonly run: string }) {
    this.client = client;
    this.parent = "projects/raw-checks";
    this.#run = run;
  }

  /** An id that nothing has. */
  newId(): string {
    this.#count += 1;
    return `${this.#run}-${this.#count}`;
  }

  /** The name of a secret that is not there. */
  newName(): string {
    return `${this.parent}/secrets/${this.newId()}`;
  }

  /** Creates a secret; answers its name. */
  async secret(fields: Secret = {}, id: string = this.newId()): Promise<string> {
    await this.client.createSecret({
      parent: this.parent,
      secretId: id,
      secret: { replication: { automatic: {} }, ...fields },
    });
    return `${this.parent}/secrets/${id}`;
  }

  /** Creates a secret with versions of these payloads; answers its name. */
  async secretWith(...payloads: readonly string[]): Promise<string> {
    const name = await this.secret();
    for (const payload of payloads) await this.add(name, payload);
    return name;
  }

  async get(name: string): Promise<Secret> {
    const [secret] = await this.client.getSecret({ name });
    return secret;
  }

  async add(
    parent: string,
    payload: string | Buffer,
  ): Promise<protos.google.cloud.secretmanager.v1.ISecretVersion> {
    const [version] = await this.client.addSecretVersion({
      parent,
      payload: { data: Buffer.from(payload) },
    });
    return version;
  }

  async version(name: string): Promise<protos.google.cloud.secretmanager.v1.ISecretVersion> {
    const [version] = await this.client.getSecretVersion({ name });
    return version;
  }

  /** The text of a version. */
  async access(name: string): Promise<string> {
    const [{ payload }] = await this.client.accessSecretVersion({ name });
    return Buffer.from(payload?.data ?? "").toString();
  }

  /** Replaces one field of a secret, and no other. */
  async update(
    secret: Secret,
    ...paths: readonly string[]
  ): Promise<protos.google.cloud.secretmanager.v1.ISecret> {
    const [updated] = await this.client.updateSecret({
      secret,
      updateMask: { paths: [...paths] },
    });
    return updated;
  }

  /** The ids of the secrets that a filter finds among those of one check, which begin with a prefix. */
  async find(prefix: string, filter: string): Promise<string[]> {
    const [secrets] = await this.client.listSecrets({
      parent: this.parent,
      filter: `name:${prefix} AND (${filter})`,
    });
    return secrets.map(({ name }) => (name ?? "").split(`${prefix}-`)[1] ?? "").toSorted();
  }
}

/** The part of a name that says no project: the service answers with its number. */
export function withoutProject(name: string | null | undefined): string {
  return (name ?? "").replace(/^projects\/[^/]+\//, "");
}

/** A call has to fail with this status, and a text that says why. */
export async function refused(
  call: Promise<unknown>,
  name: keyof typeof status,
  text: RegExp = /./,
): Promise<void> {
  await assert.rejects(call, (error: unknown) => {
    assert.ok(
      error instanceof Error && "code" in error,
      `it is no error of gRPC: ${String(error)}`,
    );
    assert.equal(error.code, status[name], error.message);
    assert.match(error.message, text);
    return true;
  });
}
