import { existsSync } from "node:fs";
import type { KeySourceKind, OnOpen } from "@keykist/local";
import { StateRecord } from "../configuration/state-record.ts";
import type { Session } from "../session.ts";
import { shownPath } from "../terminal/shown-path.ts";

/*
 * Opening a store proves that its key is right, but not that it is the same store as before: a store that is made with a
 * key file opens by itself. So kist remembers the id and the source of each store that it has opened, and warns when
 * another one has taken its place.
 */

interface KnownStore {
  readonly id: string;
  readonly source: KeySourceKind;
}

const names: Readonly<Record<KeySourceKind, string>> = {
  key: "a key of its own",
  passphrase: "a passphrase",
  "key-file": "a key file",
};

/**
 * Prepares for the opening of a local store. Warns at once if one is known there and it is gone.
 *
 * @param file the file of the store
 * @returns what to call with the store that is opened
 */
export async function watchStore(
  { host, output }: Pick<Session, "host" | "output">,
  file: string,
): Promise<OnOpen> {
  const record = recordOf(host.environment);
  const known = parseKnown(await record.get(file));
  if (known !== undefined && isGone(file, known)) {
    output.warn(
      `the store ${shownPath(file)}, which was opened by ${names[known.source]}, is gone; restore it from a copy if you did not remove it`,
    );
  }
  return async ({ id, source }) => {
    if (known?.id === id && known.source === source) return;
    if (known !== undefined) output.warn(changeOf(file, known, { id, source }));
    await remember(record, file, { id, source });
  };
}

/** Remembers that kist itself has given a store another key. */
export async function rememberSource(
  { host }: Pick<Session, "host">,
  file: string,
  source: KeySourceKind,
): Promise<void> {
  const record = recordOf(host.environment);
  const known = parseKnown(await record.get(file));
  if (known !== undefined) await remember(record, file, { ...known, source });
}

function changeOf(file: string, before: KnownStore, now: KnownStore): string {
  const advice = "if you did not do that, do not use it, and restore the store from a copy";
  const sources = `before by ${names[before.source]}, now by ${names[now.source]}`;
  return before.id === now.id
    ? `the store ${shownPath(file)} was given another key: it was opened ${sources}; ${advice}`
    : `a different store is now at ${shownPath(file)}, opened ${sources}; ${advice}`;
}

/** Reports whether a store that is known is not there. Where its key file is, the store's own error says so. */
function isGone(file: string, { source }: KnownStore): boolean {
  return !existsSync(file) && (source !== "key-file" || !existsSync(`${file}.key`));
}

function recordOf(environment: Session["host"]["environment"]): StateRecord {
  return new StateRecord(environment, "stores.json");
}

async function remember(
  record: StateRecord,
  file: string,
  { id, source }: KnownStore,
): Promise<void> {
  try {
    await record.set(file, `${source} ${id}`);
  } catch {
    // Stores must stay usable if nothing can be remembered, as with a read-only home.
  }
}

function parseKnown(word: string | undefined): KnownStore | undefined {
  const [source = "", id = ""] = (word ?? "").split(" ");
  return isSource(source) && id !== "" ? { id, source } : undefined;
}

function isSource(word: string): word is KeySourceKind {
  return Object.hasOwn(names, word);
}
