import { readFile } from "node:fs/promises";
import path from "node:path";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { KeykistError } from "@keykist/core";
import { homeOf } from "../configuration/user-folders.ts";
import { Interrupted } from "../interrupted.ts";
import type { Session } from "../session.ts";

const problems: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied"],
  ["EISDIR", "it is a folder"],
]);

/**
 * Reads a file that was named on the command line, relative to the working folder, as text.
 *
 * @throws KeykistError `INVALID_VALUE` where it cannot be read, or is not UTF-8
 */
export async function readTextFile({ host }: Pick<Session, "host">, file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(pathOf(host, file));
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), "code");
    throw unreadable(JSON.stringify(file), problems.get(code) ?? "it cannot be read");
  }
  return textOf(bytes, JSON.stringify(file));
}

/** A shell puts the home in the place of ~ only where a word begins with it, and not in KEY=@~/file. */
function pathOf({ environment, workingFolder }: Session["host"], file: string): string {
  return file.startsWith("~/")
    ? path.join(homeOf(environment), file.slice(2))
    : path.resolve(workingFolder, file);
}

/**
 * Reads all of stdin, as text.
 *
 * @throws KeykistError `INVALID_VALUE` where it is not UTF-8
 */
export async function readStdin({ host }: Pick<Session, "host">): Promise<string> {
  const { signal, stdin } = host;
  try {
    // Without it, who gives up while nobody writes would wait for the writer all the same.
    return textOf(await buffer(addAbortSignal(signal, stdin)), "stdin");
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  }
}

/** Bytes as text, exactly: what is not UTF-8 cannot come back as it was, and is refused. */
function textOf(bytes: Buffer, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable(what, "it is not UTF-8 text");
  }
}

function unreadable(what: string, problem: string): KeykistError {
  return new KeykistError("INVALID_VALUE", `cannot read ${what}: ${problem}`, {
    hint:
      problem === "it is not UTF-8 text"
        ? "encode it as text, for instance with base64"
        : "correct the path",
  });
}
