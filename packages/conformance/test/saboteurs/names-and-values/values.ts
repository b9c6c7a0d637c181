import { creating, reading, values } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const created = {
  "names-and-values/values-exact": "draws such values too",
  "names-and-values/batch-exact": "draws such values too, and registers them",
};

export const valuesSaboteurs: readonly Saboteur[] = [
  sabotage(
    "names-and-values/values-exact",
    "turns line separators into line feeds, as for JSON inside a script",
    creating((record) => values(record, (value) => value.replaceAll("\u2028", "\n"))),
    { alsoFails: { "names-and-values/batch-exact": created["names-and-values/batch-exact"] } },
  ),
  sabotage(
    "names-and-values/value-empty",
    "does not store keys whose value is empty",
    creating((record) => ({
      ...record,
      entries: new Map([...record.entries].filter(([, value]) => value !== "")),
    })),
    {
      alsoFails: {
        ...created,
        "contract/modify-keeps-bytes": "has an empty value among those that are kept",
        "limits/keys-within": "has many keys with empty values",
      },
    },
  ),
  sabotage(
    "names-and-values/value-white-space",
    "drops spaces and tabs at the end, as some parsers of .env files do",
    creating((record) => values(record, (value) => value.replaceAll(/[ \t]+$/gu, ""))),
    { alsoFails: created },
  ),
  sabotage(
    "names-and-values/value-line-ends",
    "takes a CR alone for a line end of old, and makes it LF",
    creating((record) => values(record, (value) => value.replaceAll(/\r(?!\n)/gu, "\n"))),
    { alsoFails: created },
  ),
  sabotage(
    "names-and-values/value-not-retyped",
    "takes text that looks like a date for the time that it begins at",
    creating((record) =>
      values(record, (value) =>
        /^\d{4}-\d\d-\d\d$/u.test(value) ? `${value}T00:00:00.000Z` : value,
      ),
    ),
  ),
  sabotage(
    "names-and-values/value-literal",
    "puts values in the place of a mark by String.replace, for which $& is the mark",
    creating((record) => values(record, (value) => "mark".replace("mark", value))),
    { alsoFails: { "native/unusual-values": "it has such a value, too" } },
  ),
  sabotage(
    "names-and-values/value-byte-order-mark",
    "drops byte order marks, as decoders do",
    creating((record) => values(record, (value) => value.replaceAll("\ufeff", ""))),
    { alsoFails: created },
  ),
  sabotage(
    "names-and-values/value-control",
    "takes NUL for the end of a text",
    creating((record) => values(record, (value) => value.split("\0")[0] ?? "")),
    { alsoFails: created },
  ),
  sabotage(
    "names-and-values/value-beyond-ascii",
    "strips marks of direction",
    creating((record) =>
      values(record, (value) => value.replaceAll(/[\u200e\u200f\u202a-\u202e]/gu, "")),
    ),
    { alsoFails: created },
  ),
  sabotage(
    "names-and-values/value-not-normalised",
    "brings text into Unicode's composed form",
    creating((record) => values(record, (value) => value.normalize("NFC"))),
    { alsoFails: created },
  ),
  sabotage(
    "names-and-values/value-not-retyped",
    "keeps numbers as numbers, which are not exact beyond 2⁵³",
    reading((stored) =>
      values(stored, (value) => (/^[1-9]\d{15}$/u.test(value) ? String(Number(value)) : value)),
    ),
  ),
  sabotage(
    "names-and-values/value-literal",
    "takes a backslash before braces for an escape",
    reading((stored) => values(stored, (value) => value.replaceAll("\\{{", "{{"))),
  ),
  sabotage(
    "names-and-values/value-large",
    "keeps large values in parts of 1024 bytes, and reads each part as a text",
    creating((record) => values(record, (value) => (value.length > 1000 ? inParts(value) : value))),
  ),
  sabotage(
    "names-and-values/secret-empty",
    "puts a placeholder into a secret that would be empty",
    creating((record) =>
      record.entries.size > 0 ? record : { ...record, entries: new Map([["placeholder", ""]]) },
    ),
    { alsoFails: created },
  ),
];

function inParts(value: string): string {
  const bytes = Buffer.from(value);
  const parts = Array.from({ length: Math.ceil(bytes.length / 1024) }, (_, index) =>
    bytes.subarray(index * 1024, (index + 1) * 1024).toString("utf8"),
  );
  return parts.join("");
}
