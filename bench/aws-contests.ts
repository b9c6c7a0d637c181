import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AwsSecretsManager } from "@keykist/aws";
import { arbitrarySchema, defineSecretSchema } from "@keykist/core";
import { z } from "zod";
import { AWS_CREDENTIALS, AWS_REGION } from "./aws-account.ts";
import { type ClientContest, runClientContests } from "./client-contest.ts";
import { EmulatorServer } from "./emulator-server.ts";
import { RawAws } from "./raw-aws.ts";

const MANY = Array.from({ length: 50 }, (_, index) => `many/${index}`);

/** Writes that one secret takes: AWS keeps a hundred versions for a day. */
const WRITES = 90;

const READS = { turn: 100, turns: 30, warmUp: 8 };
const UPDATES = { turn: 50, turns: 24, warmUp: 8 };
const BATCHES = { turn: 15, turns: 30, warmUp: 8 };

/** The same calls, with what keykist does around them. */
const SAME_CALLS = { time: 1.25, cpu: 1.25 };

const content = {
  host: "db.internal",
  username: "application",
  password: "correct horse battery staple",
  token: "0123456789abcdef0123456789abcdef",
};

const databaseSchema = defineSecretSchema("bench_database", {
  host: z.string(),
  username: z.string(),
  password: z.string(),
  token: z.string().optional(),
});

const changed = (index: number) => ({ ...content, token: String(index) });

/** What the AWS manager costs beside AWS's SDK and Powertools; a secret of four keys. */
export async function measureAws(): Promise<string> {
  await using server = await EmulatorServer.start("aws");
  const reach = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: AWS_REGION,
    credentials: AWS_CREDENTIALS,
  };
  const client = new SecretsManagerClient(reach);
  const { credentials, ...config } = reach;
  await using manager = new AwsSecretsManager(config, { credentials });
  const contests = await awsContests(manager, client);
  try {
    return await runClientContests(
      "AWS manager beside AWS's SDK, on one emulator over HTTP",
      contests,
      () => server.calls(),
    );
  } finally {
    client.destroy();
  }
}

async function awsContests(
  manager: AwsSecretsManager,
  client: SecretsManagerClient,
): Promise<readonly ClientContest[]> {
  const raw = new RawAws(client);
  const powertools = new SecretsProvider({ awsSdkV3Client: client });
  for (const name of ["db", ...MANY])
    await manager.registerSecret(databaseSchema.create(name, content));

  const revisions = new Map<string, string>();
  const secretsFor = async (purpose: string) => ({
    manager: await writable(`manager/${purpose}`, async (name) => {
      revisions.set(name, await manager.registerSecret(arbitrarySchema.create(name, content)));
    }),
    raw: await writable(`raw/${purpose}`, (name) => raw.register(name, content)),
  });
  const update = await secretsFor("update");
  const put = await secretsFor("put");
  const guarded = await secretsFor("guarded");
  const modify = await secretsFor("modify");

  return [
    {
      name: "get, zod schema",
      beside: "GetSecretValue, JSON.parse",
      manager: () => manager.getSecret("db", databaseSchema),
      raw: () => raw.get("db"),
      length: READS,
      // Of the CPU it is the design's.
      budget: { time: 1.25, cpu: 1.2 },
    },
    {
      name: "get, raw strings",
      beside: "GetSecretValue, DescribeSecret",
      manager: () => manager.getSecret("db"),
      raw: () => raw.getWithDescription("db"),
      length: READS,
      budget: SAME_CALLS,
    },
    {
      name: "update",
      beside: "DescribeSecret, PutSecretValue",
      manager: (index) =>
        manager.updateSecret(arbitrarySchema.create(update.manager(index), changed(index))),
      raw: (index) => raw.update(update.raw(index), changed(index)),
      length: UPDATES,
      budget: SAME_CALLS,
    },
    {
      name: "update",
      beside: "PutSecretValue, unlooked",
      manager: (index) =>
        manager.updateSecret(arbitrarySchema.create(put.manager(index), changed(index))),
      raw: (index) => raw.put(put.raw(index), changed(index)),
      length: UPDATES,
    },
    {
      name: "update, guarded",
      beside: "the same three calls",
      manager: async (index) => {
        const name = guarded.manager(index);
        const ifRevision = revisions.get(name);
        const secret = arbitrarySchema.create(name, changed(index));
        revisions.set(name, await manager.updateSecret(secret, { ifRevision }));
      },
      raw: (index) => raw.guardedUpdate(guarded.raw(index), changed(index)),
      length: UPDATES,
      budget: SAME_CALLS,
    },
    {
      name: "modify",
      beside: "get and put, which loses updates",
      manager: (index) =>
        manager.modifySecret(modify.manager(index), (before) => ({
          ...before,
          token: String(index),
        })),
      raw: (index) => raw.modify(modify.raw(index), { token: String(index) }),
      length: UPDATES,
    },
    {
      name: "getSecrets of 50",
      beside: "3 x BatchGetSecretValue",
      manager: () => manager.getSecrets(MANY, databaseSchema),
      raw: () => raw.getMany(MANY),
      length: BATCHES,
      budget: { time: 1.6, cpu: 1.6 },
    },
    {
      name: "getSecrets of 50",
      beside: "Powertools, 50 at once",
      manager: () => manager.getSecrets(MANY, databaseSchema),
      raw: () =>
        Promise.all(
          MANY.map((name) => powertools.get(name, { transform: "json", forceFetch: true })),
        ),
      length: BATCHES,
      budget: { time: 0.5, cpu: 0.5 },
    },
  ];
}

/** Registers secrets enough for all writes of one contest; answers which of them the write of an index is for. */
async function writable(
  prefix: string,
  register: (name: string) => Promise<unknown>,
): Promise<(index: number) => string> {
  const { turn, turns, warmUp } = UPDATES;
  const last = Math.floor(((warmUp + turns) * turn) / WRITES);
  for (let number = 0; number <= last; number += 1) await register(`${prefix}/${number}`);
  return (index) => `${prefix}/${Math.floor(index / WRITES)}`;
}
