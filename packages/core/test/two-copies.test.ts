import { execFile } from "node:child_process";
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// An application can end up with two installed copies of this package, of one version or of two.

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL("..", import.meta.url));

const program = `
import * as one from "./one/index.ts";
import * as other from "./other/index.ts";
import { MemorySecretsManager } from "./one/memory/index.ts";
import { z } from "zod";

const answers: Record<string, unknown> = {};
answers["two copies"] = one.KeykistError !== other.KeykistError;

const manager: other.SecretsManager = new MemorySecretsManager();
const schema = other.defineSecretSchema("copied", { user: z.string(), port: z.string().optional() });

// A secret of one copy, registered with a manager of the other, read with a schema of the first.
const revision = await manager.registerSecret(schema.create("db", { user: "app", port: "5432" }));
const secret: one.Secret<{ readonly user: string }> = await manager.getSecret("db", schema);
answers["typed content"] = secret.content.user;
answers["same revision"] = secret.revision === revision;

// An error of one copy is recognised by the other.
const error = await manager.getSecret("none").catch((thrown: unknown) => thrown);
answers["error recognised"] = other.KeykistError.is(error, "SECRET_NOT_FOUND");
answers["not by class"] = error instanceof other.KeykistError;

// A partial secret stays recognised as partial.
const part = await manager.getSecret("db", schema, { keys: ["user"] });
const refused = await manager.updateSecret(part).catch((thrown: unknown) => thrown);
answers["partial refused"] = one.KeykistError.is(refused, "INVALID_VALUE");

// The process-wide registry is one.
one.registerSecretSchema(schema);
const conflicting = other.defineSecretSchema("copied", { different: z.string() });
try {
  other.registerSecretSchema(conflicting);
  answers["one registry"] = false;
} catch (thrown) {
  answers["one registry"] = one.KeykistError.is(thrown, "SCHEMA_EXISTS");
}

// A manager of one copy resolves the references of the other.
answers["resolved"] = await other.resolveReferences("{{db.user}}", manager);

// A manager's options take a registry of the other copy.
const isolated = new MemorySecretsManager({}, { registry: new other.SecretSchemaRegistry() });
answers["registry of the other"] = isolated.name;
console.log(JSON.stringify(answers));
`;

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: "ES2024",
  lib: ["ES2024", "ESNext.Disposable"],
  module: "NodeNext",
  types: ["node"],
  allowImportingTsExtensions: true,
  skipLibCheck: true,
};

const filter = (file: string): boolean => !file.endsWith(".test.ts");

describe("two copies of core in one process", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "keykist-two-copies-")));
    const source = path.join(packageFolder, "src");
    await cp(source, path.join(folder, "one"), { recursive: true, filter });
    await cp(source, path.join(folder, "other"), { recursive: true, filter });
    await symlink(
      path.join(packageFolder, "node_modules"),
      path.join(folder, "node_modules"),
      "junction",
    );
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(path.join(folder, "program.ts"), program);
    await writeFile(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          ...compilerOptions,
          typeRoots: [path.join(packageFolder, "../../node_modules/@types")],
        },
        files: ["program.ts"],
      }),
    );
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("recognise each other's secrets, errors, managers and registries", async () => {
    const { stdout } = await run(process.execPath, ["program.ts"], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({
      "two copies": true,
      "typed content": "app",
      "same revision": true,
      "error recognised": true,
      "not by class": false,
      "partial refused": true,
      "one registry": true,
      resolved: "app",
      "registry of the other": "memory",
    });
  });

  it("have types that fit each other", async () => {
    const compiler = path.join(packageFolder, "../../node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "-p", folder], { cwd: folder }).catch(
      (error: unknown) => ({ stdout: String(Reflect.get(Object(error), "stdout")) }),
    );
    expect(stdout).toBe("");
  });
});
