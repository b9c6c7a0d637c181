import { type Entries, isSecretName, type StoredRecord } from "@keykist/core";
import { DamagedDocumentError } from "./shelf-error.ts";
import type { ShelfDocument } from "./shelf-service.ts";

/** The note that makes a document keykist's: its schema type. */
const TYPE_NOTE = "keykist-type";

/** The type in a document's notes; `undefined` where it is not ours. */
export function typeOf({ notes }: Pick<ShelfDocument, "notes">): string | undefined {
  return notes[TYPE_NOTE];
}

/** The notes of a document of ours. */
export function notesOf(type: string): Readonly<Record<string, string>> {
  return { [TYPE_NOTE]: type };
}

/** The body: a plain object of keys and values, which every other program can read. */
export function bodyOf(entries: Entries): string {
  return JSON.stringify(Object.fromEntries(entries));
}

/** The entries of a body that is a flat object of strings; `undefined` of any other. */
export function entriesIn(body: string): Entries | undefined {
  const content = parsed(body);
  if (typeof content !== "object" || content === null || Array.isArray(content)) return undefined;
  const pairs: [string, unknown][] = Object.entries(content);
  return pairs.every((pair): pair is [string, string] => typeof pair[1] === "string")
    ? new Map(pairs)
    : undefined;
}

/** The secret in a document: ours, or what another program keeps there. */
export function storedRecord(
  document: ShelfDocument,
  type: string | undefined = typeOf(document),
): StoredRecord {
  const { body, etag: revision, createdAt, updatedAt } = document;
  const entries = entriesIn(body);
  const rest = { revision, createdAt, updatedAt };
  if (type === undefined) {
    return { ...rest, type, owned: false, entries: entries ?? new Map([["value", body]]) };
  }
  if (entries === undefined) throw new DamagedDocumentError("the body is no object of strings");
  return { ...rest, type, owned: true, entries };
}

/** Whether a key of the shelf is the path of a secret in some scope. */
export function isKeykistPath(key: string): boolean {
  if (isSecretName(key)) return true;
  const name = /^keykist\/(?:global|(?:component|namespace)\/[^/]+)\/(?<name>.+)$/.exec(key)
    ?.groups?.["name"];
  return isSecretName(name);
}

function parsed(body: string): unknown {
  try {
    const content: unknown = JSON.parse(body);
    return content;
  } catch {
    return undefined; // What JSON.parse says quotes the body.
  }
}
