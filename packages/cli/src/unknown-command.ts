import type { Application, RouteMap } from "@stricli/core";
import { splitLeadingOptions } from "./global-options.ts";
import type { KistContext } from "./kist-context.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { quoted } from "./terminal/plain-text.ts";
import { UsageError } from "./usage-error.ts";

type Target = Application<KistContext>["root"];

/** The names that other tools use, by the command that does the same here. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "kist register NAME KEY": "add create new put save store write",
    "kist get NAME": "cat print read reveal show view",
    "kist list": "find ls search secrets",
    "kist describe NAME": "info inspect stat",
    "kist update NAME KEY": "change edit modify patch rotate set",
    "kist rename A B": "move mv",
    "kist history NAME": "log revisions versions",
    "kist rollback NAME REVISION": "revert undo",
    "kist undelete NAME": "recover restore",
    "kist adopt NAME --schema TYPE": "claim own takeover",
    "kist run --secret NAME -- COMMAND": "env exec inject start with",
    "kist export NAME --format json": "backup clone copy cp dump",
    "kist import FILE": "load",
    "kist doctor": "check diagnose health status validate verify",
    "kist manager register NAME --flavor FLAVOR": "config configure init login setup",
    "kist manager use NAME": "select switch use",
    "kist key rekey --to key-file": "reencrypt",
    "kist conformance SOURCE": "test",
    "kist trust": "allow approve",
    "kist --version": "version",
    "kist --help": "commands help",
  }).flatMap(([line, words]) => words.split(" ").map((word) => [word, line] as const)),
);

/** Commands that destroy. They are never proposed: whoever means them types them in full. */
const DESTROYS: ReadonlySet<string> = new Set(["delete", "cleanup"]);

/** Returns the error for an unknown command, with the command that other tools call so, or the nearest one. */
export function unknownCommand(root: Target, inputs: readonly string[]): UsageError {
  const [, words] = splitLeadingOptions(inputs);
  const { group, word, names } = whereItEnds(root, words);
  const message = `there is no command ${quoted([...group, word].join(" "))}`;
  const synonym = group.length === 0 ? SYNONYMS.get(word.toLowerCase()) : undefined;
  if (synonym !== undefined) return new UsageError(message, `use ${synonym}`);
  const near = nearest(
    word,
    names.filter((name) => !DESTROYS.has(name)),
  );
  const help = ["kist", ...group, "--help"].join(" ");
  return new UsageError(
    message,
    near.length === 0 ? `see which there are: ${help}` : didYouMean(near),
  );
}

/** Goes through groups of commands as far as words lead. */
function whereItEnds(
  root: Target,
  words: readonly string[],
): {
  readonly group: readonly string[];
  readonly word: string;
  readonly names: readonly string[];
} {
  let target = root;
  const group: string[] = [];
  for (const word of words) {
    const entries = isGroup(target) ? target.getAllEntries() : [];
    const next = entries.find(({ name }) => name["convert-camel-to-kebab"] === word)?.target;
    if (next === undefined) {
      const shown = entries.filter(({ hidden }) => !hidden);
      return { group, word, names: shown.map(({ name }) => name["convert-camel-to-kebab"]) };
    }
    group.push(word);
    target = next;
  }
  return { group, word: "", names: [] };
}

function isGroup(target: Target): target is RouteMap<KistContext> {
  return "getAllEntries" in target;
}
