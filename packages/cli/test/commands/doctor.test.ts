import { createRequire } from "node:module";
import { chmod, copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { doctorReport } from "../doctor-report.ts";
import { kist, makeStore, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";
import { scriptedFlavor } from "../scripted-flavor.ts";

const memory = fileURLToPath(new URL("../../../core/src/memory/index.ts", import.meta.url));

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const manager = (flavor: string): object => ({ id: flavor, flavor, config: {} });

const stateIn = (place: Place): string => path.join(place.home, ".local/share/keykist");

describe("kist doctor", () => {
  test("finds nothing wrong where nothing is configured, and makes nothing", async () => {
    const place = await makePlace();
    const stdout = await succeed(place, ["doctor"], { environment: { SHELL: "/bin/bash" } });
    expect(stdout).toMatch(/^ok +Node +v/m);
    expect(stdout).toMatch(/^ok +configuration +none; everything is by default$/m);
    expect(stdout).toMatch(/^ok +manager +default, of the flavor local, chosen by default$/m);
    expect(stdout).toMatch(/^ok +flavor local +@keykist\/local \d/m);
    expect(stdout).toMatch(/^ok +store +.*secrets\.db \(not made yet\)$/m);
    expect(stdout).toMatch(/^note +completion +bash does not complete kist/m);
    expect(await readdir(place.home)).not.toContain(".local");
  });

  test("says which configuration, manager and key are in force, and that all is whole", async () => {
    const place = await makeProject();
    await succeed(place, ["register", "s", "k=v"]);
    await succeed(place, ["manager", "use", "prod"]);
    await writeFile(path.join(place.home, ".bashrc"), "source <(kist completion bash)\n");
    const environment = { SHELL: "/bin/bash" };
    const stdout = await succeed(place, ["doctor"], { environment });
    expect(stdout).toContain(
      `${place.folder}/keykist.json (found from the working folder upwards, trusted)`,
    );
    expect(stdout).toMatch(/^ok +manager +prod, of the flavor local, chosen by kist manager use$/m);
    expect(stdout).toMatch(/^ok +key +.*secrets\.db\.key opens the store$/m);
    expect(stdout).toMatch(/^ok +content +1 secrets and 0 earlier states, all whole$/m);
    expect(stdout).toMatch(/^ok +completion +bash completes kist$/m);
  });

  test("finds files that others may read or change", async () => {
    const place = await makeProject();
    const store = path.join(stateIn(place), "secrets.db");
    await chmod(store, 0o644);
    await chmod(`${store}.key`, 0o640);
    await chmod(stateIn(place), 0o777);
    await chmod(path.join(place.folder, "keykist.json"), 0o666);
    const { exitCode, problems } = await doctorReport(place);
    expect(exitCode).toBe(7);
    expect(problems).toMatchObject([
      { about: "configuration", next: `chmod go-w ${place.folder}/keykist.json` },
      {
        about: "store",
        says: expect.stringContaining("(mode 0644)") as unknown,
        next: `chmod 600 ${store}`,
      },
      { about: "key", next: `chmod 600 ${store}.key` },
      {
        about: "store",
        says: expect.stringContaining(
          `other users can write to the folder ${stateIn(place)} (mode 0777)`,
        ) as unknown,
        next: expect.stringContaining(`chmod go-w ${stateIn(place)}`) as unknown,
      },
    ]);
  });

  test("finds what is secret in a plain file, and does not show it", async () => {
    const place = await makeProject({
      managers: {
        dev: { id: "1", flavor: "local", config: { passphrase: "hunter2", file: "./other.db" } },
      },
    });
    const ended = await kist(place, ["doctor"]);
    expect(ended.exitCode).toBe(6);
    expect(ended.stdout).toContain("its option passphrase is secret, and stands in a plain file");
    expect(ended.stdout).toContain("next: kist manager update dev --unset passphrase");
    expect(ended.stdout + ended.stderr).not.toContain("hunter2");
    expect(ended.stderr).toMatch(/^kist: 1 problem found; [^\n]+\n$/);
  });

  test("finds a key that does not open the store, and asks nobody for a passphrase", async () => {
    const place = await makePlace();
    await makeStore(place);
    const environment = { KEYKIST_KEY: Buffer.alloc(32).toString("base64") };
    expect(await doctorReport(place, environment)).toMatchObject({
      exitCode: 7,
      problems: [
        { about: "key", says: expect.stringContaining("KEYKIST_KEY does not open") as unknown },
      ],
    });
    const malformed = await doctorReport(place, { KEYKIST_KEY: "hunter2" });
    expect(malformed).toMatchObject({ exitCode: 6, problems: [{ code: "INVALID_CONFIG" }] });
    await place.write("phrase", "x");
    await succeed(place, ["key", "rekey", "--to", "passphrase", "--value", "@phrase"]);
    const stdout = await succeed(place, ["doctor"]);
    expect(stdout).toMatch(/^note +key +the passphrase; not tried/m);
  });

  test("finds a store that is damaged", async () => {
    const place = await makePlace();
    await makeStore(place);
    await succeed(place, ["register", "s", "k=v"]);
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    const database = new DatabaseSync(path.join(stateIn(place), "secrets.db"));
    database.exec("UPDATE secret SET type = 'other'");
    database.close();
    expect(await doctorReport(place)).toMatchObject({
      exitCode: 1,
      problems: [{ about: "content", code: "CORRUPT" }],
    });
  });

  test("finds a secret that was set back to an older copy, which get cannot see", async () => {
    const place = await makePlace();
    await makeStore(place, { s: { k: "older" } });
    const store = path.join(stateIn(place), "secrets.db");
    await copyFile(store, `${store}.older`);
    await succeed(place, ["update", "s", "k=-"], { input: "newer" });
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    const database = new DatabaseSync(store);
    database.exec(`ATTACH '${store}.older' AS older; DELETE FROM main.secret;
      INSERT INTO main.secret SELECT * FROM older.secret`);
    database.close();
    expect(await succeed(place, ["get", "s", "k"])).toBe("older");
    expect(await doctorReport(place)).toMatchObject({
      exitCode: 1,
      problems: [
        {
          about: "content",
          says: expect.stringContaining("the digest of all differs") as unknown,
          code: "CORRUPT",
        },
      ],
    });
  });

  test.each([
    ["a configuration that is none", "{", { code: "INVALID_CONFIG" }, 6],
    [
      "one that is not trusted",
      "{}",
      { code: "UNTRUSTED_CONFIG", next: expect.stringContaining("kist trust ") as unknown },
      7,
    ],
  ])("finds %s", async (_what, text, problem, exitCode) => {
    const place = await makePlace();
    await place.write("keykist.json", text);
    expect(await doctorReport(place)).toMatchObject({ exitCode, problems: [problem] });
  });

  test("finds modules and managers that are not there, but does not mind a flavor that others use", async () => {
    const place = await makeProject({
      managers: {
        dev: { id: "1", flavor: "local", config: {} },
        cloud: { id: "2", flavor: "aws", config: {} },
        wrong: { id: "3", flavor: "local", config: { timeoutMs: 0 } },
      },
      flavors: { acme: "./acme.ts" },
      schemas: ["shop-schemas"],
    });
    await place.write("package.json", "{}");
    await place.write("pnpm-lock.yaml", "");
    const { exitCode, problems } = await doctorReport(place, { KEYKIST_MANAGER: "nope" });
    expect(exitCode).toBe(3);
    expect(problems).toMatchObject([
      { says: 'the module "./acme.ts" is not there' },
      { says: 'the module "shop-schemas" is not there', next: "install it: pnpm add shop-schemas" },
      { about: "manager", code: "MANAGER_NOT_FOUND" },
      { about: "manager wrong", code: "INVALID_CONFIG" },
    ]);
  });

  test("says which copy of a flavor is used", async () => {
    const place = await makeProject();
    const scope = path.join(place.folder, "node_modules/@keykist/local");
    await mkdir(scope, { recursive: true });
    const real = createRequire(import.meta.url).resolve("@keykist/local");
    await writeFile(path.join(scope, "index.js"), `export * from ${JSON.stringify(real)};`);
    await writeFile(
      path.join(scope, "package.json"),
      '{"type":"module","version":"9.9.9","exports":"./index.js"}',
    );
    // It would be run, and was not there when the configuration was trusted.
    await succeed(place, ["trust", "--yes"]);
    expect(await succeed(place, ["doctor"])).toContain(`@keykist/local 9.9.9 in ${scope}`);
  });

  test("shows what a flavor finds out about its own backend, and ends with the first problem", async () => {
    const place = await makePlace();
    const words = await scriptedFlavor(
      place,
      `async *diagnose({ signal }) {
         yield { status: "ok", about: "identity", says: "arn:acme:app, " + signal.aborted };
         yield { status: "problem", about: "permission", says: "acme:Write is denied", next: "grant acme:Write", code: "PERMISSION_DENIED" };
         yield { status: "note", about: "permission", says: "acme:Purge is not tried" };
       }`,
    );
    const ended = await kist(place, [...words, "doctor"]);
    expect(ended.exitCode).toBe(7);
    expect(ended.stdout).toMatch(/^ok +identity +arn:acme:app, false$/m);
    expect(ended.stdout).toMatch(
      /^problem +permission +acme:Write is denied\n +next: grant acme:Write$/m,
    );
    expect(ended.stdout).toMatch(/^note +permission +acme:Purge is not tried$/m);
    expect(ended.stderr).toBe("kist: 1 problem found; grant acme:Write\n");
  });

  test("keeps what a flavor found before it failed", async () => {
    const place = await makePlace();
    const words = await scriptedFlavor(
      place,
      `async *diagnose() {
         yield { status: "ok", about: "identity", says: "arn:acme:app" };
         await this.getSecret("absent");
       }`,
    );
    const { exitCode, stdout } = await kist(place, [...words, "doctor"]);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^ok +identity +arn:acme:app$/m);
    expect(stdout).toMatch(/^problem +manager scripted +.*"absent"/m);
  });

  test("asks every manager, and says which does not answer", async () => {
    const place = await makePlace();
    const file = path.join(place.folder, "team.json");
    const problem = `Object.assign(new Error("x"), { code: process.env.WRONG })`;
    await place.write(
      "flavors.mjs",
      `import { MemorySecretsManager } from ${JSON.stringify(memory)};
       export class Down extends MemorySecretsManager {
         static FLAVOR = "down";
         async *doList() { throw ${problem}; }
         classify({ code }) { return { code, retry: "never", hint: "mend it" }; }
       }
       export class Up extends MemorySecretsManager { static FLAVOR = "up"; }
       export class Broken extends MemorySecretsManager {
         static FLAVOR = "broken";
         connect() { throw new SyntaxError("hunter2"); }
       }`,
    );
    await place.write(
      file,
      JSON.stringify({
        active: "up",
        managers: { up: manager("up"), other: manager("down"), odd: manager("broken") },
        flavors: Object.fromEntries(
          ["up", "down", "broken"].map((name) => [name, `./flavors.mjs#${capital(name)}`]),
        ),
      }),
    );
    const told = async (code: string) => doctorReport(place, { KEYKIST_CONFIG: file, WRONG: code });

    const down = await told("UNAVAILABLE");
    expect(down.exitCode).toBe(8);
    expect(down.findings).toContainEqual({ status: "ok", about: "manager up", says: "answers" });
    expect(down.problems).toMatchObject([
      { about: "manager other", code: "UNAVAILABLE", next: "mend it" },
      { about: "manager odd", code: "UNKNOWN" },
    ]);
    expect(JSON.stringify(down.findings)).not.toContain("hunter2");

    for (const code of ["UNAUTHENTICATED", "PERMISSION_DENIED"]) {
      const { findings, exitCode } = await told(code);
      expect(exitCode).toBe(1);
      expect(findings).toContainEqual({
        status: "note",
        about: "manager other",
        says: expect.stringMatching(
          /not looked at: .*mend it|nothing more was (?:looked at|checked)/,
        ) as unknown,
      });
    }
  });

  test("goes on past what cannot be looked at", async () => {
    const place = await makePlace();
    const words = await scriptedFlavor(
      place,
      `async *diagnose() { throw new SyntaxError("hunter2"); }`,
    );
    const ended = await kist(place, [...words, "doctor"]);
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toMatch(/^problem +manager scripted +/m);
    expect(ended.stdout + ended.stderr).not.toMatch(/hunter2|\n {4}at /);
  });

  test("finds folders and configurations that may not be read", async () => {
    const place = await makePlace();
    await makeStore(place);
    await writeFile(path.join(place.home, ".bashrc"), "", { mode: 0 });
    const isRoot = process.getuid?.() === 0;
    await chmod(stateIn(place), 0);
    const { exitCode, findings } = await doctorReport(place, { SHELL: "/bin/bash" });
    // Nothing keeps root out.
    if (!isRoot) {
      expect(exitCode).toBe(7);
      expect(findings).toContainEqual(
        expect.objectContaining({
          about: "store",
          says: expect.stringMatching(/cannot be looked at: permission denied$/) as unknown,
        }),
      );
    }
    await chmod(stateIn(place), 0o700);
    const file = await place.write("keykist.json", "{}");
    await chmod(file, 0);
    const unreadable = await doctorReport(place);
    expect(unreadable).toMatchObject(
      isRoot ? { exitCode: 7 } : { exitCode: 6, problems: [{ about: "configuration" }] },
    );
  });
});
