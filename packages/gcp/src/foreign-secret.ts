import { isUtf8 } from "node:buffer";
import type { StoredRecord } from "@keykist/core";
import { crc32c } from "./manifest-log/checksum.ts";
import { LogError } from "./manifest-log/log-error.ts";
import type { Accessed } from "./manifest-log/log-port.ts";

/**
 * The entries of a secret that something else made: those of a flat JSON object of strings, numbers and booleans, else all
 * of it as `value`, as base64 where it is not text. Numbers keep the digits that they were written with.
 */
export function foreignEntries(data: Uint8Array): ReadonlyMap<string, string> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (!isUtf8(data)) return new Map([["value", bytes.toString("base64")]]);
  const text = bytes.toString();
  return flatEntries(text) ?? new Map([["value", text]]);
}

/** A secret that something else made, from its latest version; `undefined` where it has none. */
export function foreignRecordOf(latest: Accessed, id: string): StoredRecord | undefined {
  if (latest.kind === "not_found") return undefined;
  if (latest.kind !== "found")
    throw new LogError(
      "damaged",
      `the latest version of the GCP secret "${id}", which something else made, is ${latest.kind}`,
      `enable it, or add another: gcloud secrets versions list ${id} shows them`,
    );
  return {
    type: undefined,
    entries: foreignEntries(latest.data),
    // Numbers begin again when a secret is deleted and made again.
    revision: `external.${latest.number}.${crc32c(latest.data).toString(16)}`,
    owned: false,
  };
}

function flatEntries(text: string): ReadonlyMap<string, string> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text, verbatimNumber);
  } catch {
    // A text of any other kind.
    return undefined;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === "string") entries.set(key, value);
    else if (typeof value === "boolean") entries.set(key, String(value));
    else if (value instanceof VerbatimNumber) entries.set(key, value.text);
    else return undefined;
  }
  return entries;
}

/** A number as it was written: `1.50` and 20 digits would be others after parsing. */
class VerbatimNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function verbatimNumber(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  return typeof value === "number" ? new VerbatimNumber(context?.source ?? String(value)) : value;
}
