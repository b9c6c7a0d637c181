import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Recipe, recipe, shell, succeed } from "./recipe.ts";

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}

// The recipe's commands are those of a POSIX shell.
describe.skipIf(process.platform === "win32")("docs/recipes/container.md", () => {
  let recipeOfImage: Recipe;
  /** Stands for /app of the image. */
  let app: string;
  /** Stands for /run/secrets of the container. */
  let secrets: string;
  let command: readonly string[];

  beforeAll(async () => {
    recipeOfImage = recipe("docs/recipes/container.md");
    const { folder, environment } = recipeOfImage;
    app = path.join(folder, "app");
    // Not in the folder of the project: a path below that would be written relative to it.
    secrets = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-run-secrets-")));
    mkdirSync(app);
    recipeOfImage.write(".env", "API_TOKEN=correct-horse\n");
    const store = recipeOfImage.block("sh", "store").replaceAll("/run/secrets", secrets);
    await succeed(store, folder, environment);

    const dockerfile = recipeOfImage.block("dockerfile", "Dockerfile");
    const copied = /^COPY --chown=node:node (.+) \.\/$/m.exec(dockerfile)?.[1]?.split(" ") ?? [];
    for (const file of copied) cpSync(path.join(folder, file), path.join(app, file));
    const modules = path.join(folder, "node_modules");
    cpSync(modules, path.join(app, "node_modules"), { recursive: true, verbatimSymlinks: true });
    command = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)?.[1] ?? "[]");
  }, 180_000);
  afterAll(() => {
    recipeOfImage.remove();
    rmSync(secrets, { recursive: true, force: true });
  });

  test("puts neither the key nor a value into the image", () => {
    const files = ["keykist.json", "secrets.db", "server.mjs"];
    const inImage = files.map((file) => readFileSync(path.join(app, file), "latin1")).join("");
    expect(inImage).not.toContain("correct-horse");
    const key = readFileSync(path.join(recipeOfImage.folder, "image.key"), "latin1").trim();
    expect(inImage).not.toContain(key);
    expect(recipeOfImage.block("text", ".dockerignore")).toContain("*.key\n");
  });

  test("ends at once without the key, and says which file is missing", async () => {
    const ended = await shell(command.join(" "), app, { ...recipeOfImage.environment, PORT: "0" });
    expect(ended).toMatchObject({ exitCode: 7, stdout: "" });
    expect(ended.stderr).toContain(path.join(secrets, "image.key"));
  });

  test("serves with the value, once the key is mounted", async () => {
    const mounted = readFileSync(path.join(recipeOfImage.folder, "image.key"));
    writeFileSync(path.join(secrets, "image.key"), mounted, { mode: 0o400 });
    const port = await freePort();
    const [program = "", ...words] = command;
    const child = spawn(program, words, {
      cwd: app,
      env: { ...recipeOfImage.environment, PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    try {
      const [ready] = await Promise.race([once(child.stdout, "data"), exit]);
      expect(String(ready)).toBe("ready\n");
      const ask = (token: string) =>
        fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${token}` } });
      expect((await ask("correct-horse")).status).toBe(200);
      expect((await ask("wrong-horse")).status).toBe(401);
    } finally {
      child.kill("SIGTERM");
      await exit;
    }
  });
});
