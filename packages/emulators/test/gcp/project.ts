import {
  GcpEmulator,
  type GcpEmulatorOptions,
  GcpError,
  type InProcessClient,
} from "../../src/gcp/index.ts";

export const PARENT: string = "projects/acme";
export const NAME: string = `${PARENT}/secrets/db`;
export const REPLICATION: { readonly automatic: object } = { automatic: {} };

/** An emulator, a client of it, and the secret `db`. */
export async function emulatorWithSecret(
  options: Partial<GcpEmulatorOptions> = {},
): Promise<{ readonly emulator: GcpEmulator; readonly client: InProcessClient }> {
  const emulator = new GcpEmulator({ seed: 1, ...options });
  const client = emulator.client("first");
  await create(client);
  emulator.settle();
  return { emulator, client };
}

export async function create(client: InProcessClient, secretId = "db", fields = {}): Promise<void> {
  const secret = { replication: REPLICATION, ...fields };
  await client.createSecret({ parent: PARENT, secretId, secret });
}

export async function add(client: InProcessClient, text: string, parent = NAME): Promise<string> {
  const [{ name }] = await client.addSecretVersion({
    parent,
    payload: { data: Buffer.from(text) },
  });
  return (name ?? "").split("/").at(-1) ?? "";
}

export async function access(client: InProcessClient, version: string | number): Promise<string> {
  const [{ payload }] = await client.accessSecretVersion({ name: `${NAME}/versions/${version}` });
  return Buffer.from(payload?.data ?? "").toString();
}

/** The name of the status that a call fails with; `OK` where it does not. */
export async function statusOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (error) {
    if (error instanceof GcpError) return error.status;
    throw error;
  }
}

/** An emulator with the secret `db`, of these fields, and a version of it. */
export async function emulatorWithVersion(fields: object): Promise<GcpEmulator> {
  const emulator = new GcpEmulator({ seed: 1 });
  await create(emulator.client("first"), "db", fields);
  await add(emulator.client("first"), "one");
  return emulator;
}
