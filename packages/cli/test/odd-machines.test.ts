import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { BIN, kist, makeStore, storeContents, storeFile, succeed } from "./kist.ts";
import { makePlace, type Place } from "./place.ts";

const isUnix = process.platform !== "win32";
const isRoot = process.getuid?.() === 0;
const NOBODY_KNOWN = 54_321;

/** Runs a script with `$KIST` in it, as a shell does. */
function sh(
  place: Place,
  script: string,
  environment: Readonly<Record<string, string>> = {},
  more: { readonly uid?: number; readonly cwd?: string } = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { NODE_COMPILE_CACHE: _shared, ...own } = place.environment;
  return spawnSync("bash", ["--norc", "-c", script], {
    cwd: place.folder,
    env: { ...own, KIST: `${process.execPath} ${BIN}`, ...environment },
    encoding: "utf8",
    ...more,
  });
}

describe.skipIf(!isUnix)("the cache of compiled code", () => {
  test("is its user's alone, whatever the umask", async () => {
    const place = await makePlace();
    expect(sh(place, "umask 000; $KIST --help").status).toBe(0);
    const folder = path.join(place.home, ".cache/keykist/compiled");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.dirname(folder)).mode & 0o022).toBe(0);
  });

  test.each(["keykist", "keykist/compiled"])(
    "is not used where others can write %s",
    async (open) => {
      const place = await makePlace();
      const folder = path.join(place.home, ".cache/keykist/compiled");
      await mkdir(folder, { recursive: true });
      chmodSync(path.join(place.home, ".cache", open), 0o777);
      expect(sh(place, "$KIST --help").status).toBe(0);
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

test("with NODE_DEBUG no value is in what Node says, not in hex either", async () => {
  const place = await makePlace();
  await makeStore(place);
  const value = "hunter2secret";
  for (const NODE_DEBUG of ["stream", "*"]) {
    const { stderr, exitCode } = await kist(place, ["register", `a${NODE_DEBUG.length}`, "p=-"], {
      input: value,
      environment: { NODE_DEBUG },
    });
    expect(exitCode).toBe(0);
    const hex = Buffer.from(value).toString("hex");
    expect(stderr).not.toContain(value);
    expect(stderr.replaceAll(" ", "")).not.toContain(hex.slice(0, 16));
  }
});

describe.skipIf(!isUnix)("bytes that are not text", () => {
  test("in an argument are refused, and a real U+FFFD is not", async () => {
    const place = await makePlace();
    await makeStore(place);
    const ended = sh(place, `$KIST register a "k=$(printf 'x\\377')"`);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^kist: argument 3 is not UTF-8 text; set LANG/);
    await succeed(place, ["register", "a", "k=x\uFFFD"]);
    expect(await storeContents(place)).toEqual({ a: { k: "x\uFFFD" } });
  });

  test("in a variable are said where a command is given it", async () => {
    const place = await makePlace();
    const ended = sh(place, `export ODD="$(printf 'x\\377')"; $KIST run -- true`);
    expect(ended.status).toBe(0);
    expect(ended.stderr).toContain(
      "kist: not UTF-8 text, and changed on the way to the command: ODD\n",
    );
  });
});

test("a value of one letter does not hide what is wrong", async () => {
  const place = await makePlace();
  await makeStore(place);
  await rm(`${storeFile(place)}.key`);
  for (const value of ["zzz", "e", "a", "k"]) {
    expect(failureIn(await kist(place, ["register", "n", `V=${value}`]))).toEqual(
      refusal(7, /^kist: cannot register "n": the key file .* is missing; put it back from a copy/),
    );
  }
});

describe("KEY=@", () => {
  test("@@ stands for the sign, and ~/ for the home", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(path.join(place.home, "pw.txt"), "from home");
    await succeed(place, ["register", "a", "handle=@@keykist", "double=@@@x", "p=@~/pw.txt"]);
    expect(await storeContents(place)).toEqual({
      a: { handle: "@keykist", double: "@@x", p: "from home" },
    });
    expect(failureIn(await kist(place, ["update", "a", "handle=@keykist"]))).toEqual(
      refusal(
        6,
        /cannot read "keykist": there is no such file; correct the path; .*handle=@@keykist/,
      ),
    );
  });
});

describe.skipIf(!isUnix || !isRoot)("a machine that misses something", () => {
  const commands = [
    "list",
    "register a k=v",
    "manager list",
    "manager use default",
    "trust",
    "doctor",
    "run --secret a -- true",
    "key source",
    "schema list",
  ];
  const broken = /unexpected|\n +at |node:internal|TypeError|Error:/;

  test("no HOME and no entry of the user: one line says what to do, and help works", async () => {
    const place = await makePlace();
    const more = { uid: NOBODY_KNOWN, cwd: "/" };
    const bare = `unset HOME XDG_DATA_HOME; `;
    expect(sh(place, `${bare}$KIST --help`, {}, more)).toMatchObject({ status: 0, stderr: "" });
    for (const command of commands) {
      const { status, stdout, stderr } = sh(place, `${bare}$KIST ${command}`, {}, more);
      expect(`${command}: ${stdout}${stderr}`).not.toMatch(broken);
      expect([0, 2, 6, 7]).toContain(status);
      // One line, and what to do.
      if (status === 6)
        expect(`${stdout}${stderr}`).toMatch(/no home folder .*; set HOME|set HOME/);
    }
  });

  const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
  test.skipIf(!canMount)("a read-only home: one line says what cannot be written", async () => {
    for (const exists of [false, true]) {
      const place = await makePlace();
      if (exists) {
        await makeStore(place, { a: { k: "v" } });
        await place.write("keykist.json", "{}");
        await succeed(place, ["trust", "--yes"]);
      }
      for (const command of [
        ...commands,
        "trust --yes",
        "manager register m --flavor local --user",
        "flavor register ./x.mjs",
      ]) {
        const script = `mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME" && cd "$PWD" && $KIST ${command}`;
        const { stdout, stderr } = sh(place, `unshare -m bash --norc -c '${script}'`);
        expect(`${command}: ${stdout}${stderr}`).not.toMatch(broken);
      }
    }
  });

  test.skipIf(!canMount)("a full disk: one line says so", async () => {
    const place = await makePlace();
    for (const command of [
      "trust --yes",
      "register a k=v",
      "manager register m --flavor local --user",
    ]) {
      const script = `mount -t tmpfs -o size=4k none "$HOME" && head -c 4096 /dev/zero > "$HOME/full" 2>/dev/null; $KIST ${command}`;
      const { status, stdout, stderr } = sh(
        place,
        `echo "{}" > keykist.json; unshare -m bash --norc -c '${script}'`,
      );
      expect(`${command}: ${stdout}${stderr}`).not.toMatch(broken);
      expect(status).not.toBe(0);
    }
  });
});
