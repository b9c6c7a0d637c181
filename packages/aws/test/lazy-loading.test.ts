import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

// The SDK takes longer to load than all of this package. Who only imports it does not pay for it.

const run = promisify(execFile);
const source = new URL("../src/index.ts", import.meta.url).href;

/** Answers, for each step, which modules were loaded by its end. */
const program = `
import { registerHooks } from "node:module";

const loaded = new Set();
registerHooks({
  load(url, context, nextLoad) {
    loaded.add(url);
    return nextLoad(url, context);
  },
});
const steps = {};
const after = (step) => {
  const watched = ["client-secrets-manager", "/zod/", "node:crypto", "aws-store.ts"];
  steps[step] = watched.filter((part) => [...loaded].some((url) => url.includes(part)));
};

const { AwsSecretsManager } = await import(${JSON.stringify(source)});
after("import");
const credentials = { accessKeyId: "none", secretAccessKey: "none" };
const config = { region: "eu-west-1", endpoint: "http://127.0.0.1:9", maxAttempts: 1 };
const manager = new AwsSecretsManager(config, { credentials });
after("make a manager");
await manager.getAllSecretKeys().catch(() => undefined);
await manager.close();
after("use it");
console.log(JSON.stringify(steps));
`;

describe("what a manager needs", () => {
  it("is loaded when it is used, and no earlier", async () => {
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);
    expect(JSON.parse(stdout)).toEqual({
      import: [],
      "make a manager": [],
      "use it": ["client-secrets-manager", "node:crypto", "aws-store.ts"],
    });
  });
});
