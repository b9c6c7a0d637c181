import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

// Zod takes longer to load than all of core. Programs that use only arbitrary secrets never pay for it.

const run = promisify(execFile);
const source = (file: string): string => new URL(`../src/${file}`, import.meta.url).href;

/** Answers, for each step, whether zod was loaded by its end. */
const program = `
import { registerHooks } from "node:module";

const loaded = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
const steps = {};
const after = (step) => {
  steps[step] = loaded.some((url) => url.includes("/node_modules/zod/") || url.includes("/zod@"));
};

const core = await import(${JSON.stringify(source("index.ts"))});
after("import core");
const { MemorySecretsManager } = await import(${JSON.stringify(source("memory/index.ts"))});
after("import core/memory");

const secret = core.arbitrarySchema.create("db", { user: "app", password: "pass" });
after("make an arbitrary secret");

const manager = new MemorySecretsManager();
const revision = await manager.registerSecret(secret);
await manager.getSecret("db");
await manager.getSecret("db", core.arbitrarySchema);
await manager.modifySecret("db", (content) => ({ ...content, token: "t" }));
for await (const { name } of manager.listSecrets()) await manager.describeSecret(name);
await core.resolveReferences("{{db.user}}", manager);
after("use it");

const registry = new core.SecretSchemaRegistry();
registry.types();
registry.has("aws");
core.registerSecretSchema(core.arbitrarySchema);
try {
  core.defineSecretSchema("plain", { key: "not a zod type" });
} catch {}
core.defineSecretSchema("empty", {}).create("empty", {});
after("ask the registry for types, define a schema without zod types");

await registry.get("aws");
after("get a built-in schema");
console.log(JSON.stringify(steps));
`;

describe("zod is loaded", () => {
  let steps: unknown;

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);
    steps = JSON.parse(stdout);
  });

  it("by nothing but a built-in schema that is asked for", () => {
    expect(steps).toEqual({
      "import core": false,
      "import core/memory": false,
      "make an arbitrary secret": false,
      "use it": false,
      "ask the registry for types, define a schema without zod types": false,
      "get a built-in schema": true,
    });
  });
});
