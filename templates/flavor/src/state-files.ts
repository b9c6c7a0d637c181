import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rm, stat, truncate } from "node:fs/promises";
import path from "node:path";
import { codeOf, DamagedStateError } from "./errors.ts";
import {
  HEAD_BYTES,
  parseHead,
  parseState,
  type State,
  type StateHead,
  stateText,
} from "./state.ts";

/*
 * The backend. The states of a secret are files in a folder: `1`, `2`, `3`, …; the highest number is in force. A writer
 * writes a draft, and gives it the next number with a hard link, which the file system gives to one writer only. So there are no
 * locks, and nothing that a crash could leave held. A state that is superseded is emptied, but keeps its name: a
 * writer that was held up for long would take its number otherwise.
 */

/** For its owner only. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const STATE = /^[1-9]\d{0,14}$/;
const DRAFT = /^([1-9]\d{0,14})\.[\da-f-]{36}\.draft$/;

/** A state, or its head, and its number, which no other state of the secret has had or will have. */
export interface Numbered<Part> {
  readonly number: number;
  readonly state: Part;
}

/** The state that is in force; `undefined` where there has never been one. */
export function readState(folder: string): Promise<Numbered<State> | undefined> {
  return readLatest(folder, async (file) => parseState(await readFile(file, "utf8")));
}

/** Likewise, without its values. */
export function readStateHead(folder: string): Promise<Numbered<StateHead> | undefined> {
  return readLatest(folder, async (file) => {
    await using handle = await open(file);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return parseHead(buffer.toString("utf8", 0, bytesRead));
  });
}

async function readLatest<Part>(
  folder: string,
  read: (file: string) => Promise<Part | undefined>,
): Promise<Numbered<Part> | undefined> {
  for (;;) {
    const number = await latestNumber(folder);
    if (number === 0) return undefined;
    const file = path.join(folder, String(number));
    const state = await read(file);
    if (state !== undefined) return { number, state };
    // It was superseded, and emptied, while it was read; or else it is damaged.
    if ((await latestNumber(folder)) === number) throw new DamagedStateError(file);
  }
}

async function latestNumber(folder: string): Promise<number> {
  return Math.max(0, ...(await namesIn(folder)).filter((name) => STATE.test(name)).map(Number));
}

/** The names in a folder; none where the folder is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** Writes what is to be the state of this number. Nobody reads it before it is placed. */
export async function writeDraft(folder: string, number: number, state: State): Promise<string> {
  await makeFolder(folder);
  const draft = path.join(folder, `${number}.${randomUUID()}.draft`);
  await using handle = await open(draft, "wx", FILE_MODE);
  await handle.writeFile(stateText(state));
  await handle.sync();
  return draft;
}

/** Gives a draft its number, durably: false where another state has it. */
export async function placeDraft(draft: string, number: number): Promise<boolean> {
  const folder = path.dirname(draft);
  try {
    await link(draft, path.join(folder, String(number)));
  } catch (error) {
    // Who has taken the number may have swept the draft away already.
    if (codeOf(error) === "ENOENT") return false;
    if (codeOf(error) !== "EEXIST") throw error;
    if (!(await isPlaced(draft))) return false;
  }
  await syncFolder(folder);
  return true;
}

/** Whether a draft has a second name. It has where the answer to the first try was lost. */
async function isPlaced(draft: string): Promise<boolean> {
  try {
    return (await stat(draft)).nlink > 1;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Takes away what nobody needs once a state is in force: the values before it, and drafts that come too late. */
export async function sweep(folder: string, number: number): Promise<void> {
  // From the lowest on, so that what a crash leaves is next to the number, where it is looked for.
  for (const file of await supersededFiles(folder, number)) await truncate(file);
  for (const name of await namesIn(folder)) {
    const draftOf = Number(DRAFT.exec(name)?.[1] ?? Infinity);
    if (draftOf <= number) await rm(path.join(folder, name), { force: true });
  }
}

/** The files below a number that hold values still. */
async function supersededFiles(folder: string, number: number): Promise<string[]> {
  const files: string[] = [];
  for (let below = number - 1; below > 0; below -= 1) {
    const file = path.join(folder, String(below));
    if ((await stat(file)).size === 0) break;
    files.unshift(file);
  }
  return files;
}

/** Makes a folder, and those above it that are missing, durably. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  const top = path.dirname(first);
  for (let one = path.dirname(folder); ; one = path.dirname(one)) {
    await syncFolder(one);
    if (one === top) return;
  }
}

/** Makes the names in a folder survive a power cut. Windows has nothing of the kind, and needs nothing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder);
  await handle.sync();
}
