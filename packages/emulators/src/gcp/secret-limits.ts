import { crc32c } from "./crc32c.ts";
import type { CustomerManagedEncryption, Payload } from "./gcp-calls.ts";
import { invalidArgument } from "./gcp-error.ts";

/** Bytes that a payload can have. */
export const LARGEST_PAYLOAD = 65_536;

const SECRET_ID = /^[A-Za-z0-9_-]{1,255}$/;
const LABEL_KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const LABEL_VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const ANNOTATION_KEY = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const ALIAS = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const KMS_KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

type Entries = Readonly<Record<string, string>>;

export function checkSecretId(id: string | undefined): string {
  if (id === undefined || !SECRET_ID.test(id))
    throw invalidArgument(
      "The provided Secret ID does not match the expected format [[a-zA-Z_0-9]+]: " +
        "1 to 255 letters, numerals, hyphens and underscores.",
    );
  return id;
}

export function checkLabels(labels: Entries): void {
  if (Object.keys(labels).length > 64)
    throw invalidArgument("No more than 64 labels can be assigned to a secret.");
  for (const [key, value] of Object.entries(labels)) {
    if (!LABEL_KEY.test(key) || bytesOf(key) > 128)
      throw invalidArgument(`Label key ${JSON.stringify(key)} is invalid.`);
    if (!LABEL_VALUE.test(value) || bytesOf(value) > 128)
      throw invalidArgument(`The value of label ${JSON.stringify(key)} is invalid.`);
  }
}

export function checkAnnotations(annotations: Entries): void {
  let total = 0;
  for (const [key, value] of Object.entries(annotations)) {
    if (!ANNOTATION_KEY.test(key))
      throw invalidArgument(`Annotation key ${JSON.stringify(key)} is invalid.`);
    total += bytesOf(key) + bytesOf(value);
  }
  if (total >= 16_384)
    throw invalidArgument("The total size of annotation keys and values must be less than 16KiB.");
}

export function checkVersionAliases(aliases: Entries): void {
  if (Object.keys(aliases).length > 50)
    throw invalidArgument("No more than 50 version aliases can be assigned to a secret.");
  for (const [alias, number] of Object.entries(aliases)) {
    if (!ALIAS.test(alias) || alias === "latest" || alias === "NEW")
      throw invalidArgument(`Version alias ${JSON.stringify(alias)} is invalid.`);
    if (!/^[1-9]\d*$/.test(number))
      throw invalidArgument(`Version alias ${JSON.stringify(alias)} does not name a version.`);
  }
}

export function checkEncryption(encryption: CustomerManagedEncryption | undefined): void {
  if (encryption !== undefined && !KMS_KEY.test(encryption.kmsKeyName ?? ""))
    throw invalidArgument(
      "kms_key_name has to be of the form projects/*/locations/*/keyRings/*/cryptoKeys/*.",
    );
}

/** Answers the bytes of a payload that can be stored, and their checksum. */
export function checkPayload(payload: Payload | undefined): {
  readonly data: Uint8Array;
  readonly crc: number;
} {
  const data = payload?.data ?? new Uint8Array();
  if (data.length === 0) throw invalidArgument("Secret Payload cannot be empty.");
  if (data.length > LARGEST_PAYLOAD)
    throw invalidArgument("The maximum size of a Secret Payload is 65536 bytes.");
  const crc = crc32c(data);
  if (payload?.dataCrc32c !== undefined && payload.dataCrc32c !== String(crc))
    throw invalidArgument("The checksum of the payload does not match its data_crc32c.");
  return { data: Uint8Array.from(data), crc };
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
