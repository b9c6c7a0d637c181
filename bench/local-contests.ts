import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { arbitrarySchema } from "@keykist/core";
import { LocalSecretsManager } from "@keykist/local";
import { openPresentStore } from "../packages/local/src/open-store.ts";
import { insertState } from "../packages/local/src/states.ts";
import { runContests } from "./contest.ts";
import { LocalFloor } from "./local-floor.ts";
import { median } from "./quantile.ts";
import { table } from "./table.ts";

const KEY = Buffer.alloc(32, 5).toString("base64");
/** A million takes minutes to load, and is asked for: KEYKIST_BENCH_MILLION=1. */
const SIZES = [1000, 100_000, ...(process.env["KEYKIST_BENCH_MILLION"] === "1" ? [1_000_000] : [])];
const GETS = 5000;

const content = {
  host: "db.internal",
  username: "application",
  password: "correct horse battery staple",
  token: "0123456789abcdef0123456789abcdef",
};

/** What the local manager costs beside bare SQLite and AES-GCM, and how that grows with the store. */
export async function* measureLocal(): AsyncGenerator<string, void, undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-bench-"));
  try {
    yield await beside(folder);
    yield await growing(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function beside(folder: string): Promise<string> {
  const floor = new LocalFloor(path.join(folder, "floor.db"));
  await using manager = new LocalSecretsManager(
    { file: path.join(folder, "beside.db"), key: KEY },
    { environment: {} },
  );
  for (let index = 0; index < 1000; index += 1) {
    await manager.registerSecret(arbitrarySchema.create(`given-${index}`, content));
    await floor.register(`given-${index}`, content);
  }
  const get = {
    name: "get",
    manager: (index: number) => manager.getSecret(`given-${index % 1000}`),
    floor: (index: number) => floor.get(`given-${index % 1000}`),
    budget: 2,
  };
  const register = {
    name: "register",
    manager: (index: number) =>
      manager.registerSecret(arbitrarySchema.create(`new-${index}`, content)),
    floor: (index: number) => floor.register(`new-${index}`, content),
    budget: 1.5,
  };
  const title = "Local manager beside bare node:sqlite and AES-256-GCM";
  const gets = await runContests(title, [get]);
  const registers = await runContests(title, [register], { turn: 25, turns: 30, warmUp: 4 });
  floor.close();
  return `${gets}\n${registers}`;
}

async function growing(folder: string): Promise<string> {
  const rows: (readonly string[])[] = [];
  let first: number | undefined;
  for (const size of SIZES) {
    const file = path.join(folder, `of-${size}.db`);
    await load(file, size);
    await using manager = new LocalSecretsManager({ file, key: KEY }, { environment: {} });
    await manager.getSecret("secret-0");
    const samples: number[] = [];
    for (let index = 0; index < GETS; index += 1) {
      // Far apart, the same for every size.
      const name = `secret-${(index * 7919) % size}`;
      const started = performance.now();
      await manager.getSecret(name);
      samples.push((performance.now() - started) * 1000);
    }
    const p50 = median(samples);
    first ??= p50;
    const before = process.memoryUsage.rss();
    let most = before;
    let listed = 0;
    const started = performance.now();
    for await (const _secret of manager.listSecrets()) {
      listed += 1;
      if (listed % 1000 === 0) most = Math.max(most, process.memoryUsage.rss());
    }
    if (listed !== size) throw new Error(`listed ${listed} of ${size}`);
    rows.push([
      String(size),
      p50.toFixed(1),
      `${(p50 / first).toFixed(2)} x`,
      `${((performance.now() - started) / 1000).toFixed(2)} s`,
      `${Math.round((most - before) / 1e6)} MB`,
    ]);
  }
  const header = ["secrets", "get p50 µs", "ratio", "list all", "grown while listing"];
  return `Local manager, larger stores; budget: get at a million <= 1.5 x, listing in constant memory\n${table(header, rows)}`;
}

/** Fills a store in one transaction. */
async function load(file: string, size: number): Promise<void> {
  await using manager = new LocalSecretsManager({ file, key: KEY }, { environment: {} });
  await manager.registerSecret(arbitrarySchema.create("secret-0", content));
  const { store } = await openPresentStore(
    {
      file,
      config: { key: KEY, readOnly: false },
      environment: {},
      askPassphrase: undefined,
      announce: () => undefined,
    },
    { step: async (_name, run) => run(), backOff: async () => undefined },
  );
  const entries = new Map(Object.entries(content));
  store.database.transaction(() => {
    for (let index = 1; index < size; index += 1) {
      insertState(store, { path: `secret-${index}`, type: "arbitrary", entries, at: Date.now() });
    }
  });
  store.database.close();
}
