import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { holds } from "../../expectations.ts";
import { givenSecret, givenUpdate } from "../../given.ts";
import { holdsForAll } from "./holds-for-all.ts";
import { entries, entriesOf } from "./samples.ts";

export const valuesCases: readonly ConformanceCase[] = group("names and values", {
  "values-exact": {
    title: "whatever entries are registered, exactly these are read",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      await holdsForAll(context, entries, async (given, number) => {
        const name = await givenSecret(context, manager, `db-${number}`, given);
        await holds(manager, name, given, "what was registered");
      });
    },
  },
  "value-empty": {
    title: "an empty value is a value, not the absence of one",
    requires: ["set up"],
    run: (context) => exactly(context, [""]),
  },
  "value-white-space": {
    title: "white space around a value is kept",
    requires: ["set up"],
    run: (context) => exactly(context, [" ", "  tulip  ", "\ttulip\t", "\u00a0tulip\u00a0", "\n"]),
  },
  "value-line-ends": {
    title: "line ends are kept as they are: LF, CR LF, CR, at the end and inside",
    requires: ["set up"],
    run: (context) =>
      exactly(context, [
        "tulip\n",
        "a\r\nb\r\n",
        "a\rb",
        "-----BEGIN KEY-----\nQUJD\n-----END KEY-----\n",
      ]),
  },
  "value-byte-order-mark": {
    title: "a byte order mark at the beginning of a value is kept",
    requires: ["set up"],
    run: (context) => exactly(context, ["\ufefftulip"]),
  },
  "value-control": {
    title: "control characters are kept, NUL among them",
    requires: ["set up"],
    run: (context) =>
      exactly(context, ["a\0b", "\0", "\u001b[31mtulip", "\u0001\u0002\u007f\u0080\u009f"]),
  },
  "value-beyond-ascii": {
    title: "text of all scripts, emoji, joiners and marks of direction are kept",
    requires: ["set up"],
    run: (context) =>
      exactly(context, ["Grüße", "密码", "\u202emirrored\u200f", "👩‍👩‍👧", "\u{1d54a}", "\uffff"]),
  },
  "value-not-normalised": {
    title: "a letter with a combining mark stays two characters, and one character stays one",
    requires: ["set up"],
    run: (context) => exactly(context, ["e\u0301", "\u00e9", "\u212b", "\ufb01"]),
  },
  "value-not-retyped": {
    title: "text that looks like a number, a boolean, null or JSON stays the text that it is",
    requires: ["set up"],
    run: (context) =>
      exactly(context, [
        "null",
        "true",
        "1.50",
        "007",
        "1e5",
        "-0",
        "9007199254740993",
        '{ "a" : 1 }',
        '"tulip"',
        "[]",
        "undefined",
        "2026-01-01",
        "2026-12-01T00:00:00Z",
        "12:30:00",
        "0o17",
        "yes",
        "~",
      ]),
  },
  "value-literal": {
    title: "text that means something to commands, shells or references is kept as it is",
    requires: ["set up"],
    run: (context) =>
      exactly(context, [
        "@file.txt",
        "a=b=c",
        "{{ref.like}}",
        "\\{{ref.like}}",
        "$HOME",
        "$(id)",
        "%41",
        "-",
        "--yes",
        "&amp;",
        "a+b c",
        "$$",
        "$&",
        "$1",
        "$'",
        "$`",
        "'tulip'",
        "`tulip`",
      ]),
  },
  "value-large": {
    title: "a value of 64 KiB, or of the size that the manager says it takes, is stored whole",
    requires: ["set up"],
    run: async (context) => {
      const { valueBytes, secretBytes } = context.capabilities.limits;
      // Room is left for the key, and for what a flavor adds around a value.
      const bytes = Math.min(65_536, valueBytes, Math.floor(secretBytes * 0.75));
      // Seven bytes each: wherever a text is cut into parts, a character is cut sooner or later.
      const blocks = Array.from(
        { length: Math.floor(bytes / 7) },
        (_, block) => `😀${(block % 900) + 100}`,
      );
      await exactly(context, [`${blocks.join("")}${"x".repeat(bytes % 7)}`]);
    },
  },
  "secret-empty": {
    title: "a secret without keys is a secret",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", {});
      await holds(manager, name, {}, "a secret without keys");
      await givenUpdate(context, manager, name, { password: "tulip" });
      await givenUpdate(context, manager, name, {});
      await holds(manager, name, {}, "a secret whose only key was taken away");
    },
  },
});

/** Registers values, each under a key of its own, and asserts that another manager reads exactly these. */
async function exactly(context: CaseContext, values: readonly string[]): Promise<void> {
  // As many values in one secret as a manager takes.
  const { keys } = context.capabilities.limits;
  for (let start = 0; start < values.length; start += keys) {
    const some = values.slice(start, start + keys);
    const given = entriesOf(some.map((value, index) => [`key${index}`, value]));
    const name = await givenSecret(context, await context.manager(), `db-${start}`, given);
    await holds(await context.manager(), name, given, "what was registered");
  }
}
