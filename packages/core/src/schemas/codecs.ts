import { z } from "zod";

// Each codec is strict and lossless: one text per value, so that what is read is what was written, byte for
// byte. What they find wrong is told by the name of a format, without the input.

/**
 * An integer as decimal digits: `"0"`, `"42"`, `"-7"`. Refused are other ways to write a number ("007", "+1",
 * "1e3", "1.0", "-0", spaces) and what a JavaScript number does not hold exactly (beyond ±(2⁵³ − 1)).
 *
 * @example
 * ```ts
 * const schema = defineSecretSchema("smtp", { host: z.string(), port: integer().optional() });
 * schema.create("mail", { host: "mail.internal", port: 587 }); // stores "587"
 * ```
 */
export function integer(): z.ZodCodec<z.ZodCustomStringFormat<"integer">, z.ZodInt> {
  const text = z.stringFormat("integer", /^(?:0|-?[1-9][0-9]*)$/u);
  return z.codec(text, z.int(), { decode: Number, encode: String });
}

/** A boolean as exactly `"true"` or `"false"`. */
export function boolean(): z.ZodCodec<z.ZodCustomStringFormat<"boolean">, z.ZodBoolean> {
  const text = z.stringFormat("boolean", /^(?:true|false)$/u);
  return z.codec(text, z.boolean(), { decode: (value) => value === "true", encode: String });
}

/**
 * A value as JSON text, checked by a zod schema. It is written without spaces, fields in the order
 * in which they stand; any valid JSON is read. What JSON cannot hold (dates, `undefined` in a list, `NaN`)
 * and fields that the schema drops are refused when a secret is made.
 *
 * @example
 * ```ts
 * const servers = json(z.array(z.object({ host: z.string(), port: z.int() })));
 * ```
 */
export function json<Schema extends z.ZodType>(schema: Schema): z.ZodCodec<z.ZodString, Schema> {
  return z.codec(z.string(), schema, {
    decode: (text, context) => {
      const parsed = parseJson<z.input<Schema>>(text);
      if (parsed.kind === "parsed") return parsed.value;
      context.issues.push({ code: "invalid_format", format: "json_string", input: undefined });
      return z.NEVER;
    },
    encode: (value) => JSON.stringify(value),
  });
}

type ParsedJson<Value> =
  | { readonly kind: "parsed"; readonly value: Value }
  | { readonly kind: "malformed" };

// The overload states what the compiler cannot: the codec's schema checks the value, whatever it is.
function parseJson<Value>(text: string): ParsedJson<Value>;
function parseJson(text: string): ParsedJson<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: "parsed", value };
  } catch {
    // The message quotes the text: nothing of it is kept.
    return { kind: "malformed" };
  }
}

/**
 * Bytes as base64 (RFC 4648 section 4): with padding, without line breaks, unused bits zero.
 *
 * @example
 * ```ts
 * const schema = defineSecretSchema("signing", { key: base64Bytes() });
 * schema.create("jwt", { key: crypto.getRandomValues(new Uint8Array(32)) });
 * ```
 */
export function base64Bytes(): z.ZodCodec<z.ZodCustomStringFormat<"base64">, Bytes> {
  const text = z.stringFormat(
    "base64",
    (value) => toBase64(Buffer.from(value, "base64")) === value,
  );
  return z.codec(text, z.instanceof(Uint8Array), {
    // Copied: a small Buffer shares its memory with others.
    decode: (value) => new Uint8Array(Buffer.from(value, "base64")),
    encode: toBase64,
  });
}

/** The type of bytes that are read. */
export type Bytes = z.ZodCustom<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;

function toBase64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
