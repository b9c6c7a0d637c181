import { chmod, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { BIN, kist, succeed } from "../kist.ts";
import { makeProject } from "../project.ts";
import type { Place } from "../place.ts";
import { inTerminal, type Terminal } from "../terminal.ts";

const TAB = "\t";

/** A shell, and how it is made to show nothing of the user's own. */
interface Shell {
  readonly name: "bash" | "zsh" | "fish";
  readonly words: readonly string[];
  /** Makes it complete `kist`. */
  readonly setUp: string;
}

const shells: readonly Shell[] = [
  {
    name: "bash",
    words: ["--noprofile", "--norc", "-i"],
    setUp: "bind 'set bell-style none'; source <(kist completion bash)",
  },
  {
    name: "zsh",
    words: ["-f", "-i"],
    setUp: "autoload -U compinit; compinit -u -D; source <(kist completion zsh)",
  },
  { name: "fish", words: ["--no-config", "-i"], setUp: "kist completion fish | source" },
];

function programOf(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** A place with secrets, and `kist` on its PATH. */
async function makeShellPlace(): Promise<Place> {
  const place = await makeProject();
  await succeed(place, ["register", "prod-db", "password=hunter2"]);
  const program = await place.write(
    "bin/kist",
    `#!/bin/sh\nexec ${process.execPath} ${BIN} "$@"\n`,
  );
  await chmod(program, 0o755);
  return place;
}

/** Types a line that echoes the words that a shell has completed. */
async function start(place: Place, { words, setUp }: Shell, program: string): Promise<Terminal> {
  const terminal = inTerminal(place, words, {
    program,
    environment: {
      PATH: `${place.folder}/bin:${place.environment["PATH"] ?? ""}`,
      PS1: "$ ",
      XDG_CONFIG_HOME: path.join(place.home, ".config"),
    },
  });
  terminal.type(`${setUp}; echo rea""dy\r`);
  await terminal.shows("ready");
  return terminal;
}

describe.each(shells)("the completion of $name", (shell) => {
  const program = programOf(shell.name);
  const installed = program === undefined ? `(unverified: ${shell.name} is not installed)` : "";

  test.runIf(program !== undefined)(
    `completes commands, options behind "=", managers, secrets and keys ${installed}`,
    async () => {
      const place = await makeShellPlace();
      const terminal = await start(place, shell, program ?? "");
      terminal.type(`kist ge${TAB}pro${TAB}pas${TAB}\r`);
      await terminal.shows("hunter2");
      terminal.type(`kist manager desc${TAB}--manager=pr${TAB}--json\r`);
      await terminal.shows('"name": "prod"');
      terminal.type("exit\r");
      expect(await terminal.end()).toBe(0);
    },
  );

  test.runIf(program !== undefined)(
    `completes files where kist has nothing ${installed}`,
    async () => {
      const place = await makeShellPlace();
      await writeFile(path.join(place.folder, "configuration-of-mine.json"), "{}");
      const terminal = await start(place, shell, program ?? "");
      terminal.type(`kist trust confi${TAB}--yes\r`);
      await terminal.shows("Trusted");
      terminal.type("exit\r");
      expect(await terminal.end()).toBe(0);
    },
  );

  test.runIf(program !== undefined)(`runs no kist but that of the PATH ${installed}`, async () => {
    const place = await makeShellPlace();
    const marker = path.join(place.folder, "marker");
    const evil = await place.write("evil/kist", `#!/bin/sh\ntouch ${marker}\n`);
    await chmod(evil, 0o755);
    const terminal = await start(place, shell, program ?? "");
    terminal.type(`evil/kist get pro${TAB}`);
    await terminal.shows("prod-db");
    // Takes the line back.
    terminal.type("\u0015exit\r");
    await terminal.end();
    expect(existsSync(marker)).toBe(false);
  });
});

test("kist completion refuses other shells", async () => {
  const place = await makeProject();
  const ended = await kist(place, ["completion", "tcsh"]);
  expect([ended.exitCode, ended.stdout, ended.stderr]).toEqual([
    2,
    "",
    "kist: there is no completion for that shell; there is one for bash, zsh, fish\n",
  ]);
});
