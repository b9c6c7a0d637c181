import { spawnSync } from "node:child_process";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { rekey } from "@keykist/local";
import { failureIn, refusal } from "./failure-line.ts";
import { BIN, kist, makeStore, storeContents, storeFile } from "./kist.ts";
import { makePlace, type Place } from "./place.ts";
import { CTRL_C, CTRL_D, ENTER, inTerminal } from "./terminal.ts";

const PEM =
  "-----BEGIN PRIVATE KEY-----\nMIIEvQ/+abc==\tx\n\n  indented\n-----END PRIVATE KEY-----";

/** Every question of kist, and what leads to it. */
const questions: readonly (readonly [what: string, words: readonly string[], shows: string])[] = [
  ["a value", ["update", "prod", "password"], "Value of password"],
  ["values in turn", ["update", "prod", "-i"], "Value of password (nothing keeps it)"],
  ["a key", ["register", "new", "-i"], "Next key"],
  ["yes or no", ["delete", "prod"], "Delete prod"],
  ["a name that agrees", ["cleanup"], "Type its name"],
  ["a word that agrees", ["key", "export"], "Type export"],
  ["a new passphrase", ["key", "rekey", "--to", "passphrase"], "New passphrase"],
  ["a new key", ["key", "rekey", "--to", "key"], "New key"],
];

async function placeWithSecret(): Promise<Place> {
  const place = await makePlace();
  await makeStore(place, { prod: { password: "old" } });
  return place;
}

async function lockWithPassphrase(place: Place): Promise<void> {
  await rekey(
    { file: storeFile(place) },
    { kind: "passphrase", passphrase: "tulip" },
    { environment: {} },
  );
}

describe("ctrl-C, ctrl-D and ctrl-\\ give up", () => {
  test.each(questions)("at the question for %s", async (_what, words, shows) => {
    for (const key of [CTRL_C, CTRL_D, "\u001C"]) {
      const place = await placeWithSecret();
      const terminal = inTerminal(place, words);
      await terminal.shows(shows);
      terminal.type(key);
      expect(await terminal.end()).toBe(130);
      expect(terminal.screen()).toContain("kist: interrupted");
      // The cursor is as it was, and pastes are not marked any more.
      expect(terminal.raw()).not.toContain("\u001B[?25l");
      expect(terminal.raw().lastIndexOf("\u001B[?2004l")).toBeGreaterThan(
        terminal.raw().lastIndexOf("\u001B[?2004h"),
      );
      expect(await storeContents(place)).toEqual({ prod: { password: "old" } });
    }
  });

  test("at the passphrase, also with something typed", async () => {
    const place = await placeWithSecret();
    await lockWithPassphrase(place);
    const terminal = inTerminal(place, ["list"]);
    await terminal.shows("Passphrase");
    terminal.type(`tul${CTRL_D}`);
    expect(await terminal.end()).toBe(130);
  });

  test("so that what follows && does not run, and the terminal echoes again", async () => {
    const place = await placeWithSecret();
    const script = `"$0" "$@" && echo DEPLOYED; echo "code $?"; stty -a | grep -o -e '-\\?icanon' -e '-\\?echo\\b'`;
    const terminal = inTerminal(
      place,
      ["-c", script, process.execPath, BIN, "update", "prod", "password"],
      { program: "sh" },
    );
    await terminal.shows("Value of password");
    terminal.type(CTRL_D);
    await terminal.shows("code 130");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).not.toContain("DEPLOYED");
    expect(terminal.screen()).toMatch(/\nicanon\r\necho\r\n/);
  });

  test("where the terminal goes away", async () => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["update", "prod", "password"]);
    await terminal.shows("Value of password");
    terminal.kill("SIGHUP");
    expect(await terminal.end()).toBe(130);
  });
});

describe("what is pasted at a question for a value", () => {
  const pastes: readonly (readonly [how: string, paste: string])[] = [
    ["marked, with newlines", `\u001B[200~${PEM}\u001B[201~`],
    ["marked, with carriage returns", `\u001B[200~${PEM.replaceAll("\n", "\r")}\u001B[201~`],
    ["marked, with both", `\u001B[200~${PEM.replaceAll("\n", "\r\n")}\u001B[201~`],
    ["marked, with a newline at the end", `\u001B[200~${PEM}\n\u001B[201~`],
    ["plain, with newlines", PEM],
    ["plain, with carriage returns", PEM.replaceAll("\n", "\r")],
    ["plain, with both", PEM.replaceAll("\n", "\r\n")],
  ];
  test.each(pastes)("is taken whole: %s", async (_how, paste) => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["update", "prod", "password"]);
    await terminal.shows("Value of password");
    terminal.type(paste);
    await wait(150);
    terminal.type(ENTER);
    await terminal.shows("5 lines");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).not.toContain("MIIE");
    expect(await storeContents(place)).toEqual({ prod: { password: PEM } });
  });

  test("is taken whole where it comes in pieces, and with the newline that ends it", async () => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["update", "prod", "password"], {
      environment: { TERM: "dumb" },
    });
    await terminal.shows("Value of password");
    for (const piece of PEM.replaceAll("\n", "\r").match(/[^]{1,20}/g) ?? []) {
      terminal.type(piece);
      await wait(5);
    }
    terminal.type("\r");
    await terminal.shows("5 lines");
    expect(await terminal.end()).toBe(0);
    expect(terminal.raw()).not.toContain("\u001B");
    expect(await storeContents(place)).toEqual({ prod: { password: PEM } });
  });

  test("is taken whole where it is long", async () => {
    const place = await placeWithSecret();
    const long = Array.from({ length: 600 }, (_, line) => `${line}:${"x".repeat(60)}`).join("\n");
    const terminal = inTerminal(place, ["update", "prod", "password"]);
    await terminal.shows("Value of password");
    terminal.type(`\u001B[200~${long}\u001B[201~${ENTER}`);
    await terminal.shows("600 lines");
    expect(await terminal.end()).toBe(0);
    expect(await storeContents(place)).toEqual({ prod: { password: long } });
  });

  test("is corrected with backspace, ctrl-W and ctrl-U; other keys are no characters", async () => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["update", "prod", "password"]);
    await terminal.shows("Value of password");
    terminal.type("nonsense\u0015two words\u0017wörds\u001B[D\u001BOA\u0001💾\u007F\u007Fs!");
    await wait(50);
    terminal.type(ENTER);
    expect(await terminal.end()).toBe(0);
    expect(await storeContents(place)).toEqual({ prod: { password: "two wörds!" } });
  });
});

describe("at a terminal", () => {
  test("ctrl-Z suspends, and the question is asked again behind fg", async () => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["--norc", "--noprofile", "-i"], {
      program: "bash",
      environment: { PS1: "> " },
    });
    await terminal.shows("> ");
    terminal.type(`'${process.execPath}' '${BIN}' update prod password${ENTER}`);
    await terminal.shows("Value of password");
    terminal.type("half\u001A");
    await terminal.shows("Stopped");
    terminal.type(`fg${ENTER}`);
    await terminal.shows("Value of password");
    terminal.type("way");
    await wait(50);
    terminal.type(ENTER);
    await terminal.shows("Updated prod");
    terminal.type(`exit${ENTER}`);
    await terminal.end();
    expect(await storeContents(place)).toEqual({ prod: { password: "halfway" } });
  });

  test("yes or no is one key, and Enter is no", async () => {
    for (const [typed, exitCode] of [
      ["y", 0],
      ["n", 130],
      [ENTER, 130],
      [`yes${ENTER}`, 0],
    ] as const) {
      const place = await placeWithSecret();
      const terminal = inTerminal(place, ["delete", "prod"]);
      await terminal.shows("[y/N]");
      terminal.type(typed);
      expect(await terminal.end()).toBe(exitCode);
    }
  });
});

describe("what gives nothing is no value", () => {
  test.each([
    ["stdin", ["password=-"], "", "the value of password from stdin is empty"],
    ["an empty line on stdin", ["password=-"], "\n", "the value of password from stdin is empty"],
    ["a file", ["password=@empty.txt"], "", 'the value of password from "empty.txt" is empty'],
  ])("%s", async (_what, words, input, message) => {
    const place = await placeWithSecret();
    await place.write("empty.txt", "");
    const ended = await kist(place, ["update", "prod", ...words], { input });
    expect(failureIn(ended)).toEqual(refusal(6, new RegExp(message)));
    expect(ended.stderr).toContain("nothing was written; password= sets an empty value");
    expect(await storeContents(place)).toEqual({ prod: { password: "old" } });
  });

  test("Enter alone", async () => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["update", "prod", "password"]);
    await terminal.shows("Value of password");
    terminal.type(ENTER);
    await terminal.shows("the value of password from the prompt is empty");
    expect(await terminal.end()).toBe(6);
    expect(await storeContents(place)).toEqual({ prod: { password: "old" } });
  });

  test("Enter alone for a required key of -i, which is asked for again", async () => {
    const place = await placeWithSecret();
    const terminal = inTerminal(place, ["register", "db", "-i", "--schema", "basic_auth"]);
    for (const typed of ["", "one", "two"]) {
      await terminal.shows("Value of ");
      terminal.type(typed);
      await wait(50);
      terminal.type(ENTER);
    }
    expect(await terminal.end()).toBe(0);
  });

  test("KEY= sets an empty value", async () => {
    const place = await placeWithSecret();
    expect(await kist(place, ["update", "prod", "password="])).toMatchObject({ exitCode: 0 });
    expect(await storeContents(place)).toEqual({ prod: { password: "" } });
  });
});

const canControl = process.platform === "linux" && spawnSync("setsid", ["--version"]).status === 0;

describe("a passphrase", () => {
  test.skipIf(!canControl)(
    "is asked for at the controlling terminal where stdin is a pipe",
    async () => {
      const place = await placeWithSecret();
      await lockWithPassphrase(place);
      const script = `echo data | "$0" "$@" 2>log | cat`;
      const words = [BIN, "run", "--secret", "prod", "--", "sh", "-c", 'cat; echo "$password"'];
      const terminal = inTerminal(place, ["-c", script, process.execPath, ...words], {
        program: "sh",
      });
      await terminal.shows("Passphrase of the store");
      terminal.type("tulip");
      await wait(50);
      terminal.type(ENTER);
      await terminal.shows("data");
      await terminal.shows("old");
      expect(await terminal.end()).toBe(0);
      expect(await place.read("log")).toBe("");
    },
  );

  test("is refused where no terminal controls the process", async () => {
    const place = await placeWithSecret();
    await lockWithPassphrase(place);
    expect(await kist(place, ["list"])).toMatchObject({ exitCode: 7 });
  });

  test.skipIf(!canControl)("is not asked for in the background, which would stop it", async () => {
    const place = await placeWithSecret();
    await lockWithPassphrase(place);
    const script = `set -m; "$0" "$@" </dev/null & wait $!; echo "code $?"`;
    const terminal = inTerminal(place, ["-c", script, process.execPath, BIN, "list"], {
      program: "bash",
    });
    await terminal.shows("code 7");
    expect(await terminal.end()).toBe(0);
  });
});

const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

describe.skipIf(!hasTmux)(`in tmux${hasTmux ? "" : ", which is missing here"}`, () => {
  for (const marks of [true, false]) {
    test(`a paste is taken whole, ${marks ? "marked" : "plain"}, in 40 columns`, async () => {
      const place = await placeWithSecret();
      const file = await place.write("key.pem", `${PEM}\n`);
      const socket = path.join(place.home, "tmux");
      const tmux = (...words: readonly string[]): void => {
        const ended = spawnSync("tmux", ["-S", socket, "-f", "/dev/null", ...words], {
          env: { ...place.environment, TERM: "xterm" },
          cwd: place.folder,
          encoding: "utf8",
        });
        if (ended.status !== 0) throw new Error(`tmux ${words.join(" ")}: ${ended.stderr}`);
      };
      const screen = (): string =>
        spawnSync("tmux", ["-S", socket, "capture-pane", "-p"], { encoding: "utf8" }).stdout;
      const shows = async (text: string): Promise<void> => {
        for (let round = 0; round < 300 && !screen().includes(text); round += 1) await wait(50);
        expect(screen()).toContain(text);
      };
      const command = `'${process.execPath}' '${BIN}' update prod password; echo "code $?"; sleep 60`;
      tmux("new-session", "-d", "-x", "40", "-y", "10", command);
      onTestFinished(() => {
        spawnSync("tmux", ["-S", socket, "kill-server"]);
      });
      await shows("Value of password");
      tmux("load-buffer", file);
      tmux("paste-buffer", ...(marks ? ["-p"] : []));
      await wait(300);
      if (marks) tmux("send-keys", "Enter");
      await shows("code 0");
      expect(screen()).toContain("5 lines");
      expect(await storeContents(place)).toEqual({ prod: { password: PEM } });
    });
  }
});
