import { isSecretKey, KeykistError } from "@keykist/core";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { readStdin, readTextFile } from "./read-file.ts";

/** Where the value of one key comes from. */
type Given =
  | { readonly key: string; readonly from: "word"; readonly value: string }
  | { readonly key: string; readonly from: "file"; readonly file: string }
  | { readonly key: string; readonly from: "stdin" | "prompt" };

/** The options that give values, beside the words `KEY=VALUE`, `KEY=@FILE`, `KEY=-` and `KEY`. */
export interface GivenOptions {
  /** A JSON object of strings: as it stands, `@FILE`, or `-` for stdin. */
  readonly values?: string | undefined;
}

/**
 * The entries that a command line gives, in the order of its words.
 *
 * @throws UsageError where the words cannot be taken apart; none of them is quoted, since it may be a value
 * @throws KeykistError `INVALID_VALUE` where a file is not there, or not text, and where a value comes out empty
 */
export async function givenEntries(
  session: Session,
  words: readonly string[],
  { values }: GivenOptions = {},
): Promise<Map<string, string>> {
  const given = words.map(parseWord);
  const readers = given.filter(({ from }) => from === "stdin").length + (values === "-" ? 1 : 0);
  if (readers > 1)
    throw new UsageError("only one value can come from stdin", "use KEY=@FILE for the others");
  assertCanAsk(session, given);
  warnOfWords(session, given, values);

  const entries =
    values === undefined ? new Map<string, string>() : await jsonEntries(session, values);
  for (const one of given) {
    if (entries.has(one.key)) throw new UsageError(`the key ${one.key} is given twice`);
    entries.set(one.key, await valueOf(session, one));
  }
  return entries;
}

function parseWord(word: string, index: number): Given {
  const at = word.indexOf("=");
  const key = at === -1 ? word : word.slice(0, at);
  if (!isSecretKey(key)) {
    throw new UsageError(
      `word ${index + 1} behind the name is not KEY=VALUE, KEY=@FILE, KEY=- or KEY`,
      'a key is of letters, digits, "_" and "-", and does not begin with a digit',
    );
  }
  if (at === -1) return { key, from: "prompt" };
  const value = word.slice(at + 1);
  if (value === "-") return { key, from: "stdin" };
  // The sign stands for itself where it is doubled.
  if (value.startsWith("@@")) return { key, from: "word", value: value.slice(1) };
  return value.startsWith("@")
    ? { key, from: "file", file: value.slice(1) }
    : { key, from: "word", value };
}

function assertCanAsk({ prompts }: Session, given: readonly Given[]): void {
  const asked = given.find(({ from }) => from === "prompt");
  if (asked === undefined || prompts.available) return;
  throw new UsageError(
    `${asked.key} has no value, and there is no terminal to ask at`,
    `use ${asked.key}=@FILE, or ${asked.key}=- for stdin`,
  );
}

function warnOfWords(
  { host, output }: Session,
  given: readonly Given[],
  values: string | undefined,
): void {
  const typed = given.some(({ from }) => from === "word") || values?.startsWith("{") === true;
  if (!typed || !host.stdin.isTTY) return;
  output.warn(
    "a value on the command line can be seen by other users while it runs, and stays in the shell's history; " +
      "KEY alone asks for it, KEY=@FILE and KEY=- read it",
  );
}

async function valueOf(session: Session, given: Given): Promise<string> {
  switch (given.from) {
    case "word":
      return given.value;
    case "file":
      return requireValue(given.key, JSON.stringify(given.file), await fileOf(session, given));
    case "stdin": {
      const value = requireValue(given.key, "stdin", await readStdin(session));
      if (/^[^\n]+\n$/.test(value)) {
        session.output.warn(
          `the value of ${given.key} ends with a newline, which is kept; printf %s writes none`,
        );
      }
      return value;
    }
    default:
      return requireValue(
        given.key,
        "the prompt",
        await session.prompts.hidden(`Value of ${given.key}`),
      );
  }
}

/** What a file holds. Where there is none, the value may rather begin with the sign. */
async function fileOf(
  session: Session,
  { key, file }: { readonly key: string; readonly file: string },
): Promise<string> {
  try {
    return await readTextFile(session, file);
  } catch (error) {
    if (!KeykistError.is(error) || !isSecretKey(file)) throw error;
    const { code, message, hint = "" } = error;
    throw new KeykistError(code, message, {
      hint: `${hint}; to give a value that begins with @, double it: ${key}=@@${file}`,
    });
  }
}

/**
 * Returns a value that is not empty. A program that failed writes nothing, which would overwrite the stored value.
 *
 * @throws KeykistError `INVALID_VALUE`
 */
function requireValue(key: string, from: string, value: string): string {
  if (!/^(?:\r?\n)?$/.test(value)) return value;
  throw new KeykistError("INVALID_VALUE", `the value of ${key} from ${from} is empty`, {
    hint: `nothing was written; ${key}= sets an empty value`,
  });
}

/** The entries of `--values`. */
async function jsonEntries(session: Session, values: string): Promise<Map<string, string>> {
  const text =
    values === "-"
      ? await readStdin(session)
      : values.startsWith("@")
        ? await readTextFile(session, values.slice(1))
        : values;
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(
      "--values takes a JSON object of strings",
      '{ "username": "…", "password": "…" }, @FILE or -',
    );
  }
  const entries = new Map<string, string>();
  for (const [key, one] of Object.entries(value)) {
    if (typeof one !== "string") {
      const name = isSecretKey(key) ? key : "a key";
      throw new UsageError(
        `${name} of --values is not a string`,
        "put numbers and booleans into quotes",
      );
    }
    entries.set(key, one);
  }
  return entries;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // What JSON.parse says quotes the text.
    return undefined;
  }
}
