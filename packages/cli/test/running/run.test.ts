import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { BIN, kist, makeStore, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";
import { AWKWARD_VALUES } from "./values.ts";

const python = spawnSync("python3", ["--version"]).status === 0;

async function givenSecret(
  place: Place,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await makeStore(place);
  await succeed(place, ["register", name, "--values", "-"], { input: JSON.stringify(values) });
}

describe("what a command is given", () => {
  const children: readonly (readonly [string, readonly string[]])[] = [
    ["bash", ["bash", "-c", 'for n in "$@"; do printf "%s\\0" "${!n}"; done', "bash"]],
    [
      "node",
      [
        process.execPath,
        "-e",
        'for (const n of process.argv.slice(1)) process.stdout.write(process.env[n] + "\\0")',
      ],
    ],
    [
      "python",
      [
        "python3",
        "-c",
        'import os,sys\nfor n in sys.argv[1:]: sys.stdout.buffer.write(os.environb[n.encode()] + b"\\0")',
      ],
    ],
  ];

  for (const [name, command] of children) {
    const missing = name === "python" && !python;
    test.skipIf(missing)(
      `arrives byte for byte in ${name}${missing ? ", which is missing here" : ""}`,
      async () => {
        const place = await makePlace();
        await givenSecret(place, "app", AWKWARD_VALUES);
        const names = Object.keys(AWKWARD_VALUES);
        const words = ["run", "--secret", "app", "--", ...command, ...names];
        expect(await succeed(place, words)).toBe(
          Object.values(AWKWARD_VALUES)
            .map((value) => `${value}\0`)
            .join(""),
        );
      },
    );
  }

  test("is what was named, and nothing else beside the variables of the caller", async () => {
    const place = await makePlace();
    await givenSecret(place, "app", { TOKEN: "t" });
    await givenSecret(place, "other", { OTHER: "o" });
    const print = [process.execPath, "-e", "console.log(JSON.stringify(process.env))"];
    const environment = { MINE: "mine", KEYKIST_PASSPHRASE: "never" };
    const words = ["run", "--secret", "app", "--", ...print];
    // The store is opened by its key file, a passphrase in a variable is not for it.
    const { stdout } = await kist(place, words, { environment: { MINE: "mine" } });
    expect(JSON.parse(stdout)).toEqual({ ...place.environment, MINE: "mine", TOKEN: "t" });
    const bare = await kist(place, ["run", "--quiet", "--", ...print], {
      environment: { ...environment, KEYKIST_KEY: "never" },
    });
    expect(JSON.parse(bare.stdout)).toEqual({ ...place.environment, MINE: "mine" });
  });

  test("wins over a variable of the caller", async () => {
    const place = await makePlace();
    await givenSecret(place, "app", { TOKEN: "secret" });
    const words = ["run", "--secret", "app", "--", "sh", "-c", 'printf %s "$TOKEN"'];
    expect(await succeed(place, words, { environment: { TOKEN: "caller" } })).toBe("secret");
  });

  test("can be lines of a file, with the values of secrets in the place of references", async () => {
    const place = await makePlace();
    await givenSecret(place, "db", { user: "app", password: "p@ss" });
    await place.write(
      ".env.template",
      "PORT=8080\nURL='postgres://{{db.user}}:{{db.password}}@db/app'\n",
    );
    const words = [
      "run",
      "--dotenv",
      ".env.template",
      "--",
      "sh",
      "-c",
      'printf "%s %s" "$PORT" "$URL"',
    ];
    expect(await succeed(place, words)).toBe("8080 postgres://app:p@ss@db/app");
  });

  test("a reference that does not resolve is named, and the command does not start", async () => {
    const place = await makePlace();
    await givenSecret(place, "db", { user: "app" });
    await place.write("env", "A={{db.user}}\nB={{db.password}}\nC={{cache.url}}\n");
    const ended = await kist(place, ["run", "--dotenv", "env", "--", "touch", "started"]);
    expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toMatch(/db\.password.*cache\.url/s);
    await expect(place.read("started")).rejects.toThrow("ENOENT");
  });
});

type Refusal = [
  what: string,
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
  words: string[],
  exitCode: number,
  message: RegExp,
];

describe("what ends it before the command starts", () => {
  test.each([
    [
      "two secrets with one key",
      { a: { K: "1" }, b: { K: "2" } },
      [],
      6,
      /variable K is in the secret a and in the secret b/,
    ],
    ["a NUL", { a: { K: "x\0y" } }, [], 6, /value of K in the secret a holds a NUL/],
    [
      "a key that is not a valid variable name",
      { a: { "my-key": "1" } },
      [],
      6,
      /"my-key", which is not a valid variable name/,
    ],
    [
      "PATH",
      { a: { PATH: "/evil" } },
      [],
      6,
      /PATH, which says where programs are found: .*--allow PATH/,
    ],
    ["NODE_OPTIONS", { a: { NODE_OPTIONS: "--require=x" } }, [], 6, /--allow NODE_OPTIONS/],
    [
      "LD_PRELOAD",
      { a: { LD_PRELOAD: "x.so" } },
      ["--allow", "LD_LIBRARY_PATH"],
      6,
      /--allow LD_PRELOAD/,
    ],
    [
      "DYLD_INSERT_LIBRARIES",
      { a: { DYLD_INSERT_LIBRARIES: "x" } },
      [],
      6,
      /--allow DYLD_INSERT_LIBRARIES/,
    ],
    ["BASH_ENV", { a: { BASH_ENV: "x" } }, [], 6, /--allow BASH_ENV/],
    [
      "KEYKIST_KEY, even allowed",
      { a: { KEYKIST_KEY: "x" } },
      ["--allow", "KEYKIST_KEY"],
      6,
      /KEYKIST_KEY, which never reaches/,
    ],
    ["a secret that is not there", {}, ["--secret", "a"], 3, /no such secret/],
    [
      "a file that is not there",
      {},
      ["--dotenv", "nope"],
      6,
      /cannot read "nope": there is no such file/,
    ],
  ] satisfies Refusal[])("%s", async (_what, secrets, words, exitCode, message) => {
    const place = await makePlace();
    await makeStore(place);
    const given: Refusal[1] = secrets;
    for (const [name, values] of Object.entries(given)) await givenSecret(place, name, values);
    const named = Object.keys(given).flatMap((name) => ["--secret", name]);
    const ended = await kist(place, ["run", ...named, ...words, "--", "touch", "started"]);
    expect(ended.stderr).toMatch(message);
    expect(ended).toMatchObject({ exitCode, stdout: "" });
    await expect(place.read("started")).rejects.toThrow("ENOENT");
  });

  test("a name that is allowed is injected", async () => {
    const place = await makePlace();
    await givenSecret(place, "a", { BASH_ENV: "/dev/null" });
    const words = [
      "run",
      "--secret",
      "a",
      "--allow",
      "BASH_ENV",
      "--",
      "sh",
      "-c",
      "printf %s $BASH_ENV",
    ];
    expect(await succeed(place, words)).toBe("/dev/null");
  });

  test("no command", async () => {
    const place = await makePlace();
    expect(await kist(place, ["run"])).toMatchObject({ exitCode: 2, stderr: /COMMAND is missing/ });
  });
});

describe("how it ends", () => {
  test.each([0, 1, 42, 255])("with the exit code of the command: %i", async (code) => {
    const place = await makePlace();
    expect(await kist(place, ["run", "--quiet", "--", "sh", "-c", `exit ${code}`])).toMatchObject({
      exitCode: code,
      stderr: "",
    });
  });

  test("by the signal that ended the command", async () => {
    const place = await makePlace();
    const ended = await kist(place, ["run", "--quiet", "--", "sh", "-c", "kill -TERM $$"]);
    expect(ended).toMatchObject({ exitCode: null, signal: "SIGTERM", stderr: "" });
  });

  test("with 128 and the signal where it would leave a core dump", async () => {
    const place = await makePlace();
    const ended = await kist(place, [
      "run",
      "--quiet",
      "--",
      "sh",
      "-c",
      "ulimit -c 0; kill -ABRT $$",
    ]);
    expect(ended).toMatchObject({ exitCode: 134, signal: null });
  });

  test.each([
    ["that is not there", "nope", 127, 'kist: cannot run "nope": there is no such command\n'],
    [
      "that cannot be run",
      "./plain.txt",
      126,
      'kist: cannot run "./plain.txt": permission denied\n',
    ],
  ])("as a shell does of a command %s", async (_what, command, exitCode, stderr) => {
    const place = await makePlace();
    await place.write("plain.txt", "text");
    expect(await kist(place, ["run", "--quiet", "--", command])).toMatchObject({
      exitCode,
      stdout: "",
      stderr,
    });
  });

  test.skipIf(process.platform !== "linux")(
    "with one line where the variables are too large",
    async () => {
      const place = await makePlace();
      await givenSecret(place, "big", { BIG: "x".repeat(200_000) });
      const ended = await kist(place, ["run", "--secret", "big", "--", "true"]);
      expect(ended).toMatchObject({ exitCode: 126, stderr: /too large for this system/ });
    },
  );
});

describe("what passes through", () => {
  test("stdin and stdout, bytes as they are", async () => {
    const place = await makePlace();
    const input = Buffer.from([0, 255, 10, 13, 128]);
    const { bytes } = await kist(place, ["run", "--quiet", "--", "cat"], { input });
    expect(bytes).toEqual(input);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGQUIT"] as const)(
    "%s, to a command that ends as it likes",
    async (signal) => {
      const place = await makePlace();
      const name = signal.slice("SIG".length);
      const script = `trap 'echo ${name} > got; exit 5' ${name}; echo > ready; while :; do sleep 0.05; done`;
      // A session of its own: no terminal controls it.
      const child = spawn(process.execPath, [BIN, "run", "--", "sh", "-c", script], {
        cwd: place.folder,
        env: { ...place.environment },
        stdio: "ignore",
        detached: true,
      });
      const exit = once(child, "exit");
      await until(() => readFile(path.join(place.folder, "ready")));
      child.kill(signal);
      expect(await exit).toEqual([5, null]);
      expect(await place.read("got")).toBe(`${name}\n`);
    },
  );

  test("the terminal: the command sees one, of the same size", async () => {
    const place = await makePlace();
    const terminal = inTerminal(place, [
      "run",
      "--",
      "sh",
      "-c",
      "test -t 0 && test -t 1 && stty size",
    ]);
    await terminal.shows("40 120");
    expect(await terminal.end()).toBe(0);
  });

  test("ctrl-C, once", async () => {
    const place = await makePlace();
    const script =
      "let n = 0; process.on('SIGINT', () => { n += 1; setTimeout(() => { console.log('got ' + n); process.exit(3); }, 300); }); console.log('ready'); setInterval(() => {}, 1000);";
    const terminal = inTerminal(place, ["run", "--quiet", "--", process.execPath, "-e", script]);
    await terminal.shows("ready");
    terminal.type(CTRL_C);
    await terminal.shows("got 1");
    expect(await terminal.end()).toBe(3);
  });

  test("ctrl-Z and fg, as of any job of a shell", async () => {
    const place = await makePlace();
    const script = [
      "process.on('SIGCONT', () => console.log('on again'));",
      "process.stdin.once('data', (line) => { console.log('got ' + line); process.exit(4); });",
      "console.log('reads now');",
    ];
    const program = await place.write("program.mjs", script.join("\n"));
    const terminal = inTerminal(place, ["--norc", "--noprofile", "-i"], {
      program: "bash",
      environment: { PS1: "> " },
    });
    await terminal.shows("> ");
    const node = process.execPath;
    terminal.type(`'${node}' '${BIN}' run -- '${node}' '${program}'${ENTER}`);
    await terminal.shows("reads now");
    terminal.type("\u001a");
    await terminal.shows("Stopped");
    terminal.type(`fg${ENTER}`);
    await terminal.shows("on again");
    terminal.type(`hello${ENTER}`);
    await terminal.shows("got hello");
    terminal.type(`echo "code $?"${ENTER}`);
    await terminal.shows("code 4");
    terminal.type(`exit${ENTER}`);
    expect(await terminal.end()).toBe(0);
  });
});

async function until(attempt: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await attempt();
      return;
    } catch {
      await wait(20);
    }
  }
}
