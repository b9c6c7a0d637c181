import { readFileSync } from "node:fs";
import path from "node:path";

import { AwsEmulator } from "@keykist/emulators/aws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Recipe, recipe, succeed } from "./recipe.ts";

// The recipe's commands are those of a POSIX shell.
describe.skipIf(process.platform === "win32")("docs/recipes/lambda.md", () => {
  const emulator = new AwsEmulator({ seed: 1 });
  let lambda: Recipe;
  let close: () => Promise<void>;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    lambda = recipe("docs/recipes/lambda.md");
    lambda.write("password.txt", "correct horse");
    const served = await emulator.listen();
    close = served.close;
    environment = {
      ...lambda.environment,
      AWS_ENDPOINT_URL: served.endpoint,
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
});
