/* Reads and writes a store by docs/local-format.md alone; nothing of `src` is imported here. */
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import {
  type DataKeys,
  entriesOf,
  fingerprint,
  type Header,
  headerSchema,
  openHeader,
  passphraseKey,
  seal,
  sealDigest,
  type StateFields,
  stateBound,
  sumOf,
  unseal,
  unsealDigest,
} from "./independent-format.ts";

const APPLICATION_ID = 0x6b697374;
const storeRow = z.object({ header: z.string(), digest: z.instanceof(Uint8Array) });
const stateRow = z.object({
  path: z.string(),
  type: z.string(),
  number: z.int(),
  revision: z.string(),
  created_at: z.int(),
  updated_at: z.int(),
  fingerprint: z.instanceof(Uint8Array),
  sealed: z.instanceof(Uint8Array),
});

/** A state as it was read and unsealed. */
export interface ReadState extends StateFields {
  readonly kind: "current" | "earlier";
  readonly entries: Readonly<Record<string, string>>;
}

/** How the store is opened: with a key, or a passphrase. */
export type Opening = { readonly key: Buffer } | { readonly passphrase: string };

/** @throws where anything is not as the document says */
export function readStore(file: string, opening: Opening): readonly ReadState[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const { keys, digest } = open(database, opening);
    const states = [
      ...rows(database, "current", "SELECT * FROM secret"),
      ...rows(
        database,
        "earlier",
        "SELECT earlier.*, secret.type, secret.created_at FROM earlier JOIN secret USING (path)",
      ),
    ].map(({ kind, row }) => readState(keys, kind, row));
    const sum = sumOf(states.map((state) => fingerprint(keys.digest, state.kind, state)));
    if (unsealDigest(keys, digest) !== sum) throw new Error("the digest differs");
    return states;
  } finally {
    database.close();
  }
}

/** Puts a secret into a store, in the place of the one of its path where there is one. */
export function writeSecret(
  file: string,
  opening: Opening,
  secret: {
    readonly path: string;
    readonly type: string;
    readonly entries: Readonly<Record<string, string>>;
  },
): void {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA secure_delete = ON; PRAGMA synchronous = EXTRA; BEGIN IMMEDIATE");
    const { keys, digest } = open(database, opening);
    const { path, type, entries } = secret;
    const at = Date.now();
    const state = { path, type, number: 1, revision: randomUUID(), createdAt: at, updatedAt: at };
    const mark = fingerprint(keys.digest, "current", state);
    const former = takeOut(database, path);
    const sorted = Object.entries(entries).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const bytes = Buffer.from(JSON.stringify(sorted), "utf8");
    database
      .prepare(
        `INSERT INTO secret (path, type, number, revision, created_at, updated_at, fingerprint, sealed)
          VALUES (?, ?, 1, ?, ?, ?, ?, ?)`,
      )
      .run(
        path,
        type,
        state.revision,
        at,
        at,
        mark,
        seal(keys.sealing, bytes, stateBound("current", state, mark)),
      );
    const modulus = 2n ** 256n;
    const sum = (unsealDigest(keys, digest) + sumOf([mark]) + modulus - sumOf(former)) % modulus;
    database.prepare("UPDATE store SET digest = ?").run(sealDigest(keys, sum));
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}

/** Removes all states of a secret; answers their fingerprints. */
function takeOut(database: DatabaseSync, path: string): readonly Buffer[] {
  return ["secret", "earlier"].flatMap((table) =>
    database
      .prepare(`DELETE FROM ${table} WHERE path = ? RETURNING fingerprint`)
      .all(path)
      .map((row) => Buffer.from(stateRow.shape.fingerprint.parse(row["fingerprint"]))),
  );
}

function open(
  database: DatabaseSync,
  opening: Opening,
): { readonly keys: DataKeys; readonly digest: Uint8Array } {
  const pragma = (name: string): unknown => database.prepare(`PRAGMA ${name}`).get()?.[name];
  if (pragma("application_id") !== APPLICATION_ID) throw new Error("another program's");
  if (pragma("user_version") !== 1) throw new Error("another format");
  const row = storeRow.parse(database.prepare("SELECT header, digest FROM store").get());
  const header = headerSchema.parse(JSON.parse(row.header));
  return { keys: openHeader(header, openingKey(header, opening)), digest: row.digest };
}

function openingKey({ costs }: Header, opening: Opening): Buffer {
  if ("key" in opening) return opening.key;
  if (costs === undefined) throw new Error("the store was not made with a passphrase");
  return passphraseKey(opening.passphrase, costs);
}

function rows(
  database: DatabaseSync,
  kind: ReadState["kind"],
  sql: string,
): readonly { readonly kind: ReadState["kind"]; readonly row: z.infer<typeof stateRow> }[] {
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ kind, row: stateRow.parse(row) }));
}

function readState(
  keys: DataKeys,
  kind: ReadState["kind"],
  row: z.infer<typeof stateRow>,
): ReadState {
  const { path, type, number, revision, created_at: createdAt, updated_at: updatedAt } = row;
  const state = { path, type, number, revision, createdAt, updatedAt };
  if (!fingerprint(keys.digest, kind, state).equals(row.fingerprint)) {
    throw new Error("a fingerprint differs");
  }
  const entries = entriesOf(
    unseal(keys.sealing, row.sealed, stateBound(kind, state, row.fingerprint)),
  );
  return { kind, ...state, entries };
}
