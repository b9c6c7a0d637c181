import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { AwsSecretsManager } from "@keykist/aws";
import { arbitrarySchema, defineSecretSchema } from "@keykist/core";
import type { Simulation } from "@keykist/emulators";
import { AwsEmulator } from "@keykist/emulators/aws";
import { GcpEmulator } from "@keykist/emulators/gcp";
import { GcpSecretsManager } from "@keykist/gcp";
// Loaded before any simulation begins, whose time would jump ahead while a manager loads it.
import "../packages/aws/src/aws-store.ts";
import "../packages/gcp/src/backend.ts";
import { z } from "zod";
import { parseStringObject } from "./string-object.ts";
import { table } from "./table.ts";

/**
 * Dollars, list prices without a free tier and without KMS. AWS: for a secret and month, for a call; as of 20 September 2026,
 * https://aws.amazon.com/secrets-manager/pricing/. GCP: for an active version in one location and month, for an access; all
 * other calls are free; as of November 2026, https://cloud.google.com/secret-manager/pricing.
 */
const PRICES = {
  aws: { stored: 0.4, call: 0.05 / 10_000 },
  gcp: { stored: 0.06, call: 0.03 / 10_000 },
} as const;

const SECRETS = 1000;
/** Of each secret, in a month. */
const GETS = 1000;
const UPDATE_DAYS: readonly number[] = [3, 10, 17, 24];
const DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/** One secret, and the cloud that it is in. */
interface Tenant {
  readonly name: string;
  readonly prices: (typeof PRICES)[keyof typeof PRICES];
  readonly simulation: Simulation;
  readonly register: () => Promise<unknown>;
  readonly get: () => Promise<unknown>;
  /** Changes one key. */
  readonly update: (value: string) => Promise<unknown>;
  /** Ends what uses it, with what that has left to do. */
  readonly close: () => Promise<void>;
  /** Calls that are charged for, so far. */
  readonly charged: () => number;
  /** What is kept now, in the unit that is charged for. */
  readonly stored: () => Promise<number>;
}

/** What secrets cost in a month, by what emulators count while one of them lives through it. */
export async function monthlyCosts(): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const tenant of [
    awsManager("with a schema"),
    awsManager("raw strings"),
    awsSdk(),
    ...[1, 10, 100].map((keys) => gcpManager(keys, "strong")),
    gcpManager(10, "snapshot"),
    gcpClient(10),
  ])
    rows.push(await month(tenant));
  const header = ["", "kept", "charged calls", "for keeping", "for calls", "$ a month"];
  return [
    `Dollars a month for ${SECRETS} secrets, each read ${GETS} times and updated ${UPDATE_DAYS.length} times; kept and calls are those of one`,
    table(header, rows),
  ].join("\n");
}

async function month(tenant: Tenant): Promise<readonly string[]> {
  const { name, prices, simulation, charged } = tenant;
  await tenant.register();
  const before = charged();
  await tenant.get();
  // All gets are alike.
  let calls = (charged() - before) * GETS;
  const afterGet = charged();
  let stored = 0;
  for (let day = 0; day < DAYS; day += 1) {
    if (UPDATE_DAYS.includes(day)) await tenant.update(`of day ${day}`);
    await simulation.wait(DAY);
    stored += (await tenant.stored()) / DAYS;
  }
  await tenant.close();
  calls += charged() - afterGet;
  const keeping = SECRETS * stored * prices.stored;
  const calling = SECRETS * calls * prices.call;
  return [
    name,
    stored.toFixed(1),
    String(calls),
    keeping.toFixed(2),
    calling.toFixed(2),
    (keeping + calling).toFixed(2),
  ];
}

const tenKeysSchema = defineSecretSchema(
  "bench_ten_keys",
  Object.fromEntries(Object.keys(contentOf(10)).map((key) => [key, z.string()])),
);

function awsManager(reading: "with a schema" | "raw strings"): Tenant {
  const emulator = new AwsEmulator();
  const { simulation } = emulator;
  const manager = new AwsSecretsManager(
    {},
    { client: emulator.client("manager"), clock: simulation.clock },
  );
  const content = contentOf(10);
  return {
    name: `AWS, keykist, ${reading}`,
    register: () => manager.registerSecret(tenKeysSchema.create("db", content)),
    get: () => manager.getSecret("db", reading === "raw strings" ? arbitrarySchema : tenKeysSchema),
    update: (KEY_0) => manager.updateSecret(tenKeysSchema.create("db", { ...content, KEY_0 })),
    close: () => manager.close(),
    ...awsBill(emulator),
  };
}

function awsSdk(): Tenant {
  const emulator = new AwsEmulator();
  const client = emulator.client("sdk");
  const get = () => client.send(new GetSecretValueCommand({ SecretId: "db" }));
  const put = (content: object) =>
    client.send(
      new PutSecretValueCommand({ SecretId: "db", SecretString: JSON.stringify(content) }),
    );
  return {
    name: "AWS, the SDK alone",
    register: () =>
      client.send(
        new CreateSecretCommand({ Name: "db", SecretString: JSON.stringify(contentOf(10)) }),
      ),
    get,
    update: async (KEY_0) => {
      const { SecretString = "" } = await get();
      await put({ ...parseStringObject(SecretString), KEY_0 });
    },
    close: async () => undefined,
    ...awsBill(emulator),
  };
}

function awsBill(
  emulator: AwsEmulator,
): Pick<Tenant, "prices" | "simulation" | "charged" | "stored"> {
  return {
    prices: PRICES.aws,
    simulation: emulator.simulation,
    charged: () => emulator.calls.total,
    stored: async () => (emulator.secret("db") === undefined ? 0 : 1),
  };
}

const PROJECT = "bench";
const PARENT = `projects/${PROJECT}`;

function gcpManager(keys: number, consistency: "strong" | "snapshot"): Tenant {
  const emulator = new GcpEmulator({ seed: 1 });
  const { simulation } = emulator;
  const manager = new GcpSecretsManager(
    { projectId: PROJECT, consistency },
    { client: emulator.client("manager"), clock: simulation.clock },
  );
  const content = contentOf(keys);
  return {
    name: `GCP, keykist, ${keys} ${keys === 1 ? "key" : "keys"}${consistency === "strong" ? "" : `, ${consistency}`}`,
    register: () => manager.registerSecret(arbitrarySchema.create("db", content)),
    get: () => manager.getSecret("db", arbitrarySchema),
    update: (KEY_0) => manager.updateSecret(arbitrarySchema.create("db", { ...content, KEY_0 })),
    close: () => manager.close(),
    ...gcpBill(emulator),
  };
}

/** A GCP secret for each key, whose versions nobody destroys. */
function gcpClient(keys: number): Tenant {
  const emulator = new GcpEmulator({ seed: 1 });
  const client = emulator.client("client");
  const ids = Object.keys(contentOf(keys));
  const add = (id: string, value: string) =>
    client.addSecretVersion({
      parent: `${PARENT}/secrets/${id}`,
      payload: { data: Buffer.from(value) },
    });
  return {
    name: `GCP, the client alone, ${keys} keys`,
    register: async () => {
      for (const [secretId, value] of Object.entries(contentOf(keys))) {
        const secret = { replication: { automatic: {} } };
        await client.createSecret({ parent: PARENT, secretId, secret });
        await add(secretId, value);
      }
    },
    get: () =>
      Promise.all(
        ids.map((id) =>
          client.accessSecretVersion({ name: `${PARENT}/secrets/${id}/versions/latest` }),
        ),
      ),
    update: (value) => add("KEY_0", value),
    close: async () => undefined,
    ...gcpBill(emulator),
  };
}

function gcpBill(
  emulator: GcpEmulator,
): Pick<Tenant, "prices" | "simulation" | "charged" | "stored"> {
  const clerk = emulator.client("clerk");
  return {
    prices: PRICES.gcp,
    simulation: emulator.simulation,
    charged: () => emulator.calls.of("AccessSecretVersion"),
    stored: async () => {
      let versions = 0;
      const [secrets] = await clerk.listSecrets({ parent: PARENT });
      for (const { name } of secrets) {
        const filter = "state:ENABLED OR state:DISABLED";
        const [active] = await clerk.listSecretVersions({ parent: name ?? null, filter });
        versions += active.length;
      }
      return versions;
    },
  };
}

function contentOf(keys: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: keys }, (_, index) => [`KEY_${index}`, `value ${index}`]),
  );
}
