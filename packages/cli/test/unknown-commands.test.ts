import { describe, expect, test } from "vitest";
import { application } from "../src/application.ts";
import { unknownCommand } from "../src/unknown-command.ts";

const hintOf = (...words: string[]): string | undefined =>
  unknownCommand(application.root, words).hint;

describe("a word that is no command", () => {
  test.each([
    ["help", "use kist --help"],
    ["cp", "use kist export NAME --format json"],
    ["exec", "use kist run --secret NAME -- COMMAND"],
    ["edit", "use kist update NAME KEY"],
    ["set", "use kist update NAME KEY"],
    ["add", "use kist register NAME KEY"],
    ["ls", "use kist list"],
    ["show", "use kist get NAME"],
    ["mv", "use kist rename A B"],
    ["restore", "use kist undelete NAME"],
    ["undo", "use kist rollback NAME REVISION"],
    ["udpate", "did you mean update?"],
    ["registr", "did you mean register?"],
    ["zzzzzz", "see which there are: kist --help"],
  ])("%s leads to what does it", (word, hint) => {
    expect(hintOf(word)).toBe(hint);
  });

  test("is looked for in its group", () => {
    expect(unknownCommand(application.root, ["--json", "manager", "lst"])).toMatchObject({
      message: 'there is no command "manager lst"',
      hint: "did you mean list?",
    });
    expect(hintOf("manager", "zzzz")).toBe("see which there are: kist manager --help");
  });

  test.each([
    ["delte"],
    ["deletee"],
    ["del"],
    ["rm"],
    ["remove"],
    ["cleaup"],
    ["clean"],
    ["undlete"],
    ["manager", "delte"],
    ["flavor", "delet"],
  ])("never proposes what destroys: %s %s", (...words) => {
    expect(hintOf(...words)).not.toMatch(/\b(?:delete|cleanup)\b/);
  });

  test("proposes to undelete", () => {
    expect(hintOf("undlete")).toMatch(/^did you mean undelete\b/);
  });
});
