import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellQuoted } from "./shell-quoted.ts";

test("a name of a secret stands as it is", () => {
  expect(shellQuoted("team/prod-db.1_a")).toBe("team/prod-db.1_a");
});

test.skipIf(process.platform === "win32")("a shell gives back exactly the word", () => {
  const words = [
    "a b",
    "it's",
    "$HOME",
    "`id`",
    "a\nb",
    '"',
    "*",
    "~",
    "",
    "-n",
    "#x",
    String.raw`\\`,
  ];
  const script = `printf '%s\\0' ${words.map(shellQuoted).join(" ")}`;
  expect(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0")).toEqual([
    ...words,
    "",
  ]);
});
