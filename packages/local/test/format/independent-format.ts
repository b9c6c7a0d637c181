/*
 * The format of docs/local-format.md, written from the document alone, with node:crypto and node:sqlite: nothing of
 * `src` is imported here. What agrees with it agrees with the document.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scryptSync,
} from "node:crypto";
import { z } from "zod";

export const headerSchema: z.ZodType<Header> = z.object({
  format: z.literal(1),
  id: z.string(),
  source: z.enum(["key", "passphrase", "key-file"]),
  costs: z.object({ N: z.int(), r: z.int(), p: z.int(), salt: z.base64() }).optional(),
  dataKey: z.base64(),
  check: z.base64(),
});

export interface Header {
  readonly format: 1;
  readonly id: string;
  readonly source: "key" | "passphrase" | "key-file";
  readonly costs?:
    | { readonly N: number; readonly r: number; readonly p: number; readonly salt: string }
    | undefined;
  readonly dataKey: string;
  readonly check: string;
}

export interface DataKeys {
  readonly sealing: Buffer;
  readonly digest: Buffer;
}

export interface StateFields {
  readonly path: string;
  readonly type: string;
  readonly number: number;
  readonly revision: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** "Fields": each as UTF-8, with its length before it as four bytes, the highest first. */
export function fields(...texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.map((text) => {
      const bytes = Buffer.from(text, "utf8");
      const length = Buffer.from(bytes.length.toString(16).padStart(8, "0"), "hex");
      return Buffer.concat([length, bytes]);
    }),
  );
}

/** "Sealing": 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
export function seal(
  key: Buffer,
  bytes: Buffer,
  bound: Buffer,
  nonce: Buffer = randomBytes(12),
): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws where the key, the bytes or what they are bound to is another */
export function unseal(key: Buffer, sealed: Uint8Array, bound: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12), {
    authTagLength: 16,
  });
  decipher.setAAD(bound).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

function costFields({ costs }: Pick<Header, "costs">): string[] {
  return costs === undefined ? [] : [`${costs.N}`, `${costs.r}`, `${costs.p}`, costs.salt];
}

export function headerCheck(header: Omit<Header, "check">): string {
  const { format, id, source, dataKey } = header;
  return createHash("sha256")
    .update(
      fields("keykist local 1 header", `${format}`, id, source, ...costFields(header), dataKey),
    )
    .digest("base64");
}

export function passphraseKey(
  passphrase: string,
  { N, r, p, salt }: NonNullable<Header["costs"]>,
): Buffer {
  const maxmem = 256 * N * r;
  return scryptSync(passphrase, Buffer.from(salt, "base64"), 32, { N, r, p, maxmem });
}

export function dataKeys(dataKey: Buffer): DataKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync("sha256", dataKey, "", `keykist local 1 ${purpose}`, 32));
  return { sealing: derive("sealing"), digest: derive("digest") };
}

/** @throws where the header is damaged, or the key is another's */
export function openHeader(header: Header, openingKey: Buffer): DataKeys {
  if (headerCheck(header) !== header.check) throw new Error("the header is damaged");
  const bound = fields("keykist local 1 key", header.id, ...costFields(header));
  return dataKeys(unseal(openingKey, Buffer.from(header.dataKey, "base64"), bound));
}

export type Kind = "current" | "earlier";

function identity(purpose: string, kind: Kind, state: StateFields): Buffer {
  const { path, type, number, revision, createdAt, updatedAt } = state;
  const times = [`${createdAt}`, `${updatedAt}`];
  return fields(`keykist local 1 ${purpose}`, kind, `${number}`, path, type, revision, ...times);
}

export function fingerprint(key: Buffer, kind: Kind, state: StateFields): Buffer {
  return createHmac("sha256", key)
    .update(identity("fingerprint", kind, state))
    .digest();
}

/** What the entries of a state are bound to. */
export function stateBound(kind: Kind, state: StateFields, mark: Uint8Array): Buffer {
  return Buffer.concat([identity("state", kind, state), mark]);
}

const pairs = z.array(z.tuple([z.string(), z.string()]));

export function entriesOf(bytes: Buffer): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.parse(JSON.parse(bytes.toString("utf8"))));
}

const MODULUS = 2n ** 256n;
const digestBound = fields("keykist local 1 digest");

export function unsealDigest(keys: DataKeys, sealed: Uint8Array): bigint {
  return BigInt(`0x${unseal(keys.sealing, sealed, digestBound).toString("hex")}`);
}

export function sealDigest(keys: DataKeys, digest: bigint): Buffer {
  const bytes = Buffer.from(digest.toString(16).padStart(64, "0"), "hex");
  return seal(keys.sealing, bytes, digestBound);
}

export function sumOf(fingerprints: readonly Buffer[]): bigint {
  const total = fingerprints.reduce((sum, each) => sum + BigInt(`0x${each.toString("hex")}`), 0n);
  return total % MODULUS;
}
