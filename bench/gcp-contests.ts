import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { arbitrarySchema } from "@keykist/core";
import { GcpSecretsManager } from "@keykist/gcp";
import { grpc } from "google-gax";
import { type ClientContest, runClientContests } from "./client-contest.ts";
import type { ContestLength } from "./contest.ts";
import { EmulatorServer } from "./emulator-server.ts";
import { RawGcp } from "./raw-gcp.ts";

const PROJECT = "bench";

/** How many keys a secret has, and how long its contests are. */
const SIZES: readonly { readonly keys: number; readonly length: ContestLength }[] = [
  { keys: 1, length: { turn: 100, turns: 20, warmUp: 6 } },
  { keys: 10, length: { turn: 40, turns: 20, warmUp: 5 } },
  { keys: 100, length: { turn: 8, turns: 25, warmUp: 4 } },
];

/** What the GCP manager costs beside Google's client. */
export async function measureGcp(): Promise<string> {
  await using server = await EmulatorServer.start("gcp");
  const client = new SecretManagerServiceClient({
    apiEndpoint: "127.0.0.1",
    port: server.port,
    projectId: PROJECT,
    sslCreds: grpc.credentials.createInsecure(),
    // Not knowing the universe, the client looks for credentials, also on the network.
    clientOptions: { universeDomain: "googleapis.com" },
  });
  await using manager = new GcpSecretsManager({
    projectId: PROJECT,
    apiEndpoint: `http://127.0.0.1:${server.port}`,
    // Nobody waits for a quota that the emulator does not have.
    writesPerMinute: 1_000_000,
  });
  const raw = new RawGcp(client, PROJECT);
  const contests: ClientContest[] = [];
  for (const size of SIZES) contests.push(...(await contestsOf(manager, raw, size)));
  try {
    return await runClientContests(
      "GCP manager beside Google's client, on one emulator over gRPC",
      contests,
      () => server.calls(),
    );
  } finally {
    await client.close();
  }
}

async function contestsOf(
  manager: GcpSecretsManager,
  raw: RawGcp,
  { keys: count, length }: (typeof SIZES)[number],
): Promise<readonly ClientContest[]> {
  const content = contentOf(count, "first");
  const keys = Object.keys(content);
  const name = `of-${count}`;
  await manager.registerSecret(arbitrarySchema.create(name, content));
  await raw.register(`raw-${count}`, content);
  const update = (change: Readonly<Record<string, string>>) =>
    manager.updateSecret(arbitrarySchema.create(name, { ...content, ...change }));

  const sameCalls = { beside: "the same calls", length, budget: { time: 1.25, cpu: 1.25 } };
  // The manifest of all keys is read, checked and written, however few of them change.
  const budget = count < 100 ? { time: 1.4, cpu: 1.4 } : { time: 2, cpu: 2 };
  const contests: ClientContest[] = [
    {
      name: `get, ${keysOf(count)}`,
      ...sameCalls,
      manager: () => manager.getSecret(name),
      raw: () => raw.get(`raw-${count}`),
    },
    {
      name: `get, ${keysOf(count)}`,
      beside: "latest of each key",
      length,
      manager: () => manager.getSecret(name),
      raw: () => raw.getLatest(`raw-${count}`, keys),
    },
    {
      name: `update of 1 of ${keysOf(count)}`,
      ...sameCalls,
      budget,
      manager: (index) => update({ KEY_0: `${index}` }),
      raw: (index) => raw.update(`raw-${count}`, { KEY_0: `${index}` }),
    },
    {
      name: `update of 1 of ${keysOf(count)}`,
      beside: "a version added, no more",
      length,
      manager: (index) => update({ KEY_0: `more ${index}` }),
      raw: (index) => raw.add(`raw-${count}`, { KEY_0: `more ${index}` }),
    },
  ];
  if (count > 1)
    contests.push({
      name: `update of all of ${keysOf(count)}`,
      ...sameCalls,
      manager: (index) => update(contentOf(count, `all ${index}`)),
      raw: (index) => raw.update(`raw-${count}`, contentOf(count, `all ${index}`)),
    });
  return contests;
}

function keysOf(count: number): string {
  return count === 1 ? "1 key" : `${count} keys`;
}

/** A secret of so many keys of 32 bytes. */
function contentOf(count: number, seed: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, key) => [`KEY_${key}`, `${seed} ${key}`.padEnd(32, ".")]),
  );
}
