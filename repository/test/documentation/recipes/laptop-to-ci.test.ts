import { cpSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Recipe, recipe, shell, succeed } from "./recipe.ts";

const ENV = "DATABASE_URL=postgres://localhost/web\nAPI_TOKEN=correct-horse\n";

// The recipe's commands are those of a POSIX shell.
describe.skipIf(process.platform === "win32")("docs/recipes/laptop-to-ci.md", () => {
  let laptop: Recipe;
  let key: string;
  let checkout: string;
  let runs: readonly string[];

  /** Runs what the workflow runs, where CI has checked the project out. */
  function ci(commands: string, variables: Readonly<Record<string, string>>) {
    const home = path.join(laptop.folder, "home-of-ci");
    mkdirSync(home, { recursive: true, mode: 0o700 });
    return shell(commands, checkout, {
      ...laptop.environment,
      HOME: home,
      CI: "true",
      ...variables,
    });
  }

  beforeAll(async () => {
    laptop = recipe("docs/recipes/laptop-to-ci.md");
    const { folder, environment } = laptop;
    laptop.write(".env", ENV);
    await succeed("git init --quiet", folder, environment);
    await succeed(laptop.block("sh", "laptop"), folder, environment);
    key = (await succeed(laptop.block("sh", "key"), folder, environment)).trim();

    checkout = path.join(folder, "checkout");
    await succeed("git clone --quiet . checkout", folder, environment);
    const modules = path.join(folder, "node_modules");
    cpSync(modules, path.join(checkout, "node_modules"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    runs = Array.from(
      laptop.block("yaml", "ci.yml").matchAll(/^ +- run: (.+)$/gm),
      ([, command = ""]) => command,
    ).filter((command) => command !== "npm ci");
  }, 180_000);
  afterAll(() => {
    laptop.remove();
  });

  test("puts the store into the repository, and neither the key nor the values", async () => {
    expect(existsSync(path.join(checkout, "secrets.db"))).toBe(true);
    expect(existsSync(path.join(checkout, "secrets.db.key"))).toBe(false);
    expect(existsSync(path.join(laptop.folder, ".env"))).toBe(false);
    const found = await shell("! git grep --text correct-horse", checkout, laptop.environment);
    expect(found).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("runs the tests in CI with the values, by the key alone", async () => {
    expect(runs).toHaveLength(2);
    const ended = await ci(runs.join("\n"), { KEYKIST_KEY: key });
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(ended.stdout).toMatch(/^. tests 1$/m);
    expect(ended.stdout + ended.stderr).not.toContain("correct-horse");
  });

  test("ends in CI where the key is missing, and makes none", async () => {
    const ended = await ci(runs.join("\n"), {});
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stderr).toContain("secrets.db.key is missing");
    expect(existsSync(path.join(checkout, "secrets.db.key"))).toBe(false);
  });
});
