import { writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { findRuntime } from "@keykist/emulators/peers";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";
import { runUnder } from "./run-under.ts";

/** The cases of one run; with `KEYKIST_SOAK=1` every case, also through a namespace scope. */
const cases = process.env["KEYKIST_SOAK"] === "1" ? [] : ["@plain"];
/** Fewer would mean that the suite has lost most of its cases. */
const LEAST_PASSED = 250;

const found = { bun: findRuntime("bun"), deno: findRuntime("deno") };

describe.each(["bun", "deno"] as const)("under %s", (name) => {
  const runtime = found[name];

  it.skipIf(runtime === undefined)(
    `${cases.length === 0 ? "the suite" : "the suite's plain run"} passes on local stores`,
    async () => {
      if (runtime === undefined) return;
      const printed = await runUnder(runtime, { program: "run-suite", parameters: cases });
      const report: unknown = JSON.parse(printed);
      expect(report).toMatchObject({ failed: [] });
      expect(Reflect.get(Object(report), "passed")).toBeGreaterThan(LEAST_PASSED);
    },
    300_000,
  );

  it.skipIf(runtime === undefined)("a store that another process holds is waited for", async () => {
    if (runtime === undefined) return;
    await using folder = await StoreFolder.make();
    await makeStore(folder);
    const holder = new DatabaseSync(folder.file);
    holder.exec("BEGIN EXCLUSIVE");
    const registered = register(folder, "20000");
    // Long enough for most runs to meet the lock. A run that is slower passes without it.
    await wait(2000);
    holder.exec("ROLLBACK");
    holder.close();
    expect(await registered).toBe("registered");
    await using manager = folder.manager();
    expect(await manager.getAllSecretKeys()).toEqual(["db", "first"]);
  });

  it.skipIf(runtime === undefined)("a store that stays held is a timeout", async () => {
    if (runtime === undefined) return;
    await using folder = await StoreFolder.make();
    await makeStore(folder);
    const holder = new DatabaseSync(folder.file);
    holder.exec("BEGIN EXCLUSIVE");
    expect(await register(folder, "300")).toMatch(/^TIMEOUT: /u);
    holder.close();
  });

  it.skipIf(runtime === undefined)("a file that is not a database is CORRUPT", async () => {
    if (runtime === undefined) return;
    await using folder = await StoreFolder.make();
    await writeFile(folder.file, "not a database\n".repeat(100), { mode: 0o600 });
    expect(await register(folder, "5000")).toMatch(/^CORRUPT: /u);
  });

  function register({ file }: StoreFolder, timeoutMs: string): Promise<string> {
    if (runtime === undefined) return Promise.resolve("");
    return runUnder(runtime, {
      program: "register",
      parameters: [file, TEST_KEY, timeoutMs],
    });
  }
});

async function makeStore(folder: StoreFolder): Promise<void> {
  await using manager = folder.manager();
  await manager.registerSecret(arbitrarySchema.create("first", {}));
}
