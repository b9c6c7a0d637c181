import { isSecretKey, KeykistError } from "@keykist/core";
import { type Dialect, DIALECTS, READER_NAMES, READERS } from "./dialects/dialect.ts";
import { type Assignment, type Loss, type Reading, REASONS } from "./dialects/reading.ts";
import { lineList, lossesInWords } from "./loss-words.ts";

/** Longer files are not compared with what other readers make of them. */
const LONGEST_COMPARED = 256 * 1024;
/** The readers that most files are written for. Docker's keeps quotes and notes: it reads nearly all of them differently. */
const COMPARED: readonly Dialect[] = ["node", "dotenv", "shell"];

/** A .env file, as one dialect reads it. */
export interface EnvFile {
  readonly entries: ReadonlyMap<string, string>;
  /** Lines that are not in the entries whole. */
  readonly losses: readonly Loss[];
  /** What else a person should know of it: lines that other readers take differently. */
  readonly notes: readonly string[];
  /** The dialects that read every line whole. */
  readonly wholeIn: readonly Dialect[];
}

/**
 * Reads a .env file. Nothing is expanded, but for what `--dialect shell` finds in the file itself.
 *
 * @param file its name, for errors
 * @throws KeykistError `INVALID_VALUE` where no line of it is taken
 */
export function readEnvFile(text: string, file: string, dialect: Dialect): EnvFile {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const { assignments, losses } = checked(READERS[dialect](content));
  const entries = new Map(assignments.map(({ key, value }) => [key, value]));
  if (entries.size === 0 && losses.length === 0) {
    throw new KeykistError("INVALID_VALUE", `no KEY=VALUE in ${file}`, {
      hint: "a JSON file is read with --format json",
    });
  }
  return {
    entries,
    losses,
    notes: content.length > LONGEST_COMPARED ? [] : notesOn(content, assignments, losses, dialect),
    wholeIn: losses.length === 0 ? [] : dialectsReadingAll(content),
  };
}

/**
 * Refuses a file of which something would be lost.
 *
 * @throws KeykistError `INVALID_VALUE`, naming every line and why
 */
export function assertWhole({ entries, losses, wholeIn }: EnvFile, file: string): void {
  if (losses.length === 0) return;
  const problem = `cannot import ${file} whole: ${lossesInWords(losses)}`;
  if (entries.size === 0 && wholeIn.length === 0) {
    throw new KeykistError("INVALID_VALUE", problem, {
      hint: "nothing was written; a JSON file is read with --format json",
    });
  }
  const dialects = wholeIn.map((dialect) => `--dialect ${dialect}`).join(" or ");
  const others =
    dialects === "" ? "" : `${dialects} ${wholeIn.length === 1 ? "reads" : "read"} every line, `;
  // What a # cuts off is a password more often than a comment: say how to keep it before how to lose it.
  const quotes = losses.some(({ reason }) => reason === REASONS.hash)
    ? "put quotes around a value that holds a #, "
    : "";
  throw new KeykistError("INVALID_VALUE", problem, {
    hint: `nothing was written; ${quotes}${others}--lossy accepts these losses`,
  });
}

function isKey({ key }: Assignment): boolean {
  return isSecretKey(key) && key !== "__proto__";
}

/** A reading without what cannot be a key of a secret. */
function checked({ assignments, losses }: Reading): Reading {
  const wrong = assignments.filter((one) => !isKey(one));
  return {
    assignments: assignments.filter(isKey),
    losses: [...losses, ...wrong.map(({ line }) => ({ line, reason: REASONS.noKey }))].toSorted(
      (one, other) => one.line - other.line,
    ),
  };
}

function dialectsReadingAll(content: string): readonly Dialect[] {
  return DIALECTS.filter((dialect) => checked(READERS[dialect](content)).losses.length === 0);
}

function notesOn(
  content: string,
  assignments: readonly Assignment[],
  losses: readonly Loss[],
  dialect: Dialect,
): string[] {
  const last = new Map(assignments.map((one) => [one.key, one]));
  const lost = new Set(losses.map(({ line }) => line));
  const earlier = assignments.filter((one) => last.get(one.key) !== one).map(({ line }) => line);
  const twice =
    earlier.length === 0
      ? []
      : [`${lineList(earlier)}: the same key follows further down, and counts`];
  const others = dialect === "docker" ? [] : COMPARED.filter((other) => other !== dialect);
  const different = others.flatMap((other) => {
    const read = new Map(READERS[other](content).assignments.map(({ key, value }) => [key, value]));
    const lines = [...last.values()]
      .filter(({ key, value, line }) => read.get(key) !== value && !lost.has(line))
      .map(({ line }) => line);
    return lines.length === 0
      ? []
      : [`${lineList(lines)}: ${READER_NAMES[other]} would read another value, or none`];
  });
  return [...twice, ...different];
}
