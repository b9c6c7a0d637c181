import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LocalSecretsManager } from "../../src/index.ts";
import { FULL_RUN } from "../processes/full-run.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import type { Done, Order } from "./programs/register-when-told.ts";
import { containing } from "../containing.ts";

const PROCESSES = 3;
const ROUNDS = FULL_RUN ? 300 : 25;
const program = path.join(import.meta.dirname, "programs/register-when-told.ts");

async function start(): Promise<ChildProcess> {
  const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(child, "message");
  return child;
}

function isDone(message: unknown): message is Done {
  return Array.isArray(Reflect.get(Object(message), "announced"));
}

async function tell(child: ChildProcess, order: Order): Promise<Done> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  child.once("message", resolve);
  child.send(order);
  const message = await promise;
  if (!isDone(message)) throw new Error("the child said something else");
  return message;
}

describe(`${PROCESSES} processes that make one store at once, ${ROUNDS} times (KEYKIST_TEST_FULL=1: 300)`, () => {
  it("share one store and one key, announced once, and lose nothing", async () => {
    const children = await Promise.all(Array.from({ length: PROCESSES }, start));
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        await using folder = await StoreFolder.make();
        const file = path.join(folder.folder, "new", "secrets.db");
        const names = children.map((_, index) => `from-${index}`);
        const done = await Promise.all(
          children.map((child, index) => tell(child, { file, name: `from-${index}` })),
        );
        expect(done.flatMap(({ failed }) => failed ?? [])).toEqual([]);
        expect(done.flatMap(({ announced }) => announced)).toEqual([
          containing(`made the key file ${file}.key`),
        ]);
        expect((await readdir(path.dirname(file))).toSorted()).toEqual([
          "secrets.db",
          "secrets.db.key",
        ]);
        expect((await stat(`${file}.key`)).mode & 0o777).toBe(0o600);
        await using manager = new LocalSecretsManager({ file }, { environment: {} });
        expect(await manager.getAllSecretKeys()).toEqual(names);
        for (const name of names) await manager.getSecret(name);
      }
    } finally {
      for (const child of children) child.kill("SIGKILL");
    }
  }, 120_000);
});
