import { readFileSync } from "node:fs";
import path from "node:path";

import { AwsEmulator } from "@keykist/emulators/aws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { root } from "../../../../scripts/lib/workspace.mjs";
import { type Recipe, recipe, succeed } from "./recipe.ts";

// The recipe's commands are those of a POSIX shell.
describe.skipIf(process.platform === "win32")("docs/recipes/lambda.md", () => {
  const emulator = new AwsEmulator({ seed: 1 });
  let lambda: Recipe;
  let close: () => Promise<void>;
  let endpoint: string;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    lambda = recipe("docs/recipes/lambda.md");
    lambda.write("password.txt", "correct horse");
    const served = await emulator.listen();
    ({ close, endpoint } = served);
    environment = {
      ...lambda.environment,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    // npm installs the flavor beside kist, which finds it there. Here kist runs from its sources, and looks from a configuration.
    lambda.write("keykist.json", "{}");
    await succeed("npx kist trust", lambda.folder, environment);
    for (const block of ["secret", "bundle"]) {
      await succeed(lambda.block("sh", block), lambda.folder, environment);
    }
  }, 180_000);
  afterAll(async () => {
    await close();
    lambda.remove();
  });

  test("bundles one flavor, and no other cloud's SDK", () => {
    const bundle = readFileSync(path.join(lambda.folder, "dist/handler.js"), "utf8");
    expect(bundle.includes("GetSecretValue")).toBe(true);
    const others = ["@google-cloud", "google-gax", "node:sqlite"];
    expect(others.filter((other) => bundle.includes(other))).toEqual([]);
  });

  test("answers an event with one call", async () => {
    const before = emulator.calls.total;
    const printed = await succeed(lambda.block("sh", "invoke"), lambda.folder, environment);
    expect(printed).toContain(lambda.block("console", "invoke"));
    expect(emulator.calls.total - before).toBe(1);
    expect(emulator.calls.of("GetSecretValue")).toBeGreaterThan(0);
  });

  test("needs no more than the role that the page names, whoever wrote the secret", async () => {
    const page = readFileSync(path.join(root, "docs/recipes/lambda.md"), "utf8");
    const [, action = ""] = /Its role needs `(secretsmanager:[A-Za-z]+)`/.exec(page) ?? [];
    emulator.setPolicy("AKIATEST", [action]);
    const invoke = (): Promise<string> =>
      succeed(lambda.block("sh", "invoke"), lambda.folder, environment);
    expect(await invoke()).toContain(lambda.block("console", "invoke"));
    // As a rotation does, or somebody in the console.
    const SecretString = '{"username":"app","password":"battery staple"}';
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "secretsmanager.PutSecretValue",
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAROTATION/20260101/eu-west-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
      },
      body: JSON.stringify({
        SecretId: "prod-db",
        SecretString,
        ClientRequestToken: crypto.randomUUID(),
      }),
    });
    expect(answer.status).toBe(200);
    expect(await invoke()).toContain("a password of 14");
  });
});
