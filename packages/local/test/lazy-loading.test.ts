import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { StoreFolder } from "./processes/store-folder.ts";
import { TEST_KEY } from "./test-key.ts";

// Cryptography and SQLite take longer to load than all of this package. Who only imports it does not pay for them.

const run = promisify(execFile);
const source = new URL("../src/index.ts", import.meta.url).href;

/** Answers, for each step, which modules were loaded by its end. */
const program = `
import { registerHooks } from "node:module";

const loaded = new Set();
registerHooks({
  load(url, context, nextLoad) {
    loaded.add(url.startsWith("node:") ? url : url.slice(url.lastIndexOf("/") + 1));
    return nextLoad(url, context);
  },
});
const steps = {};
const after = (step) => {
  const watched = ["node:crypto", "node:fs/promises", "node:sqlite", "states.ts", "rekey.ts", "verify-store.ts"];
  steps[step] = watched.filter((name) => loaded.has(name));
};

const { arbitrarySchema } = await import("@keykist/core");
const { LocalSecretsManager, verifyStore } = await import(${JSON.stringify(source)});
after("import");
const config = { file: process.env.STORE, key: "${TEST_KEY}" };
const manager = new LocalSecretsManager(config, { environment: {} });
after("make a manager");
await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
await manager.close();
after("use it");
await verifyStore(config, { environment: {} });
after("verify the store");
console.log(JSON.stringify(steps));
`;

describe("what a store needs", () => {
  it("is loaded when it is used, and no earlier", async () => {
    await using store = await StoreFolder.make();
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
      env: { ...process.env, STORE: store.file },
    });
    const inUse = ["node:crypto", "node:fs/promises", "node:sqlite", "states.ts"];
    expect(JSON.parse(stdout)).toEqual({
      import: [],
      "make a manager": [],
      "use it": inUse,
      "verify the store": [...inUse, "verify-store.ts"],
    });
  });
});
