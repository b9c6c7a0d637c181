import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { shellQuoted } from "./shell-quoted.ts";

test("a name of a secret stands as it is", () => {
  expect(shellQuoted("team/prod-db.1_a")).toBe("team/prod-db.1_a");
});

const shells = ["sh", "bash", "zsh", "fish"];

describe.skipIf(process.platform === "win32")("gives back exactly the word:", () => {
  const words = [
    "a b",
    "it's",
    "$HOME",
    "`id`",
    "$(touch ran)",
    '"',
    "*",
    "~",
    "",
    "-n",
    "#x",
    "=ls",
    "a;b",
    "a&b",
    "{a,b}",
    "!!",
    "wörd💾",
    String.raw`\\`,
    String.raw`a\'b\n`,
  ];
  const unseen = ["a\nb", "\u001B]0;x\u0007", "100%\u202Ed", "\u009B2J it's \\"];
  for (const shell of shells) {
    const isHere = spawnSync(shell, ["-c", "true"]).status === 0;
    test.skipIf(!isHere)(`${shell}${isHere ? "" : " is missing here"}`, () => {
      const all = [...words, ...unseen];
      const script = `printf '%s\\0' ${all.map(shellQuoted).join(" ")}`;
      expect(execFileSync(shell, ["-c", script], { encoding: "utf8" }).split("\0")).toEqual([
        ...all,
        "",
      ]);
    });
  }

  test("what cannot be seen stands in it as an escape", () => {
    expect(unseen.map(shellQuoted).join("")).toMatch(/^[\x20-\x7E]*$/);
  });
});
