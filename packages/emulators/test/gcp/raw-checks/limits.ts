import assert from "node:assert/strict";
import { type RawBackend, type RawCheck, refused } from "./raw-check.ts";

const SECRET_ID =
  "A secret ID is a string with a maximum length of 255 characters and can contain uppercase and lowercase letters, numerals, and the hyphen (`-`) and underscore (`_`) characters.";
const LABELS = "No more than 64 labels can be assigned to a given resource.";
const ANNOTATION_KEYS =
  "Annotation keys must be between 1 and 63 characters long […] begin and end with an alphanumeric character";
const ALIASES =
  "An alias string must start with a letter and cannot be the string 'latest' or 'NEW'.";

type Fields = Parameters<RawBackend["secret"]>[0];

function taken(id: string, title: string, sentence: string, fields: Fields): RawCheck {
  return {
    id,
    title,
    sentence,
    run: async (backend) => {
      const secret = await backend.get(await backend.secret(fields));
      for (const [field, value] of Object.entries(fields ?? {}))
        assert.deepEqual(Reflect.get(secret, field), value);
    },
  };
}

function notTaken(id: string, title: string, sentence: string, fields: Fields): RawCheck {
  return {
    id,
    title,
    sentence,
    run: async (backend) => {
      await refused(backend.secret(fields), "INVALID_ARGUMENT");
    },
  };
}

function entries(count: number, value: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
}

function aliases(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 1]));
}

/** How long, how many, and of which characters. */
export const limitChecks: readonly RawCheck[] = [
  {
    id: "id-255",
    title: "an id of 255 letters, numerals, hyphens and underscores is taken",
    sentence: SECRET_ID,
    run: async (backend) => {
      const id = `${backend.newId()}-Az_09-`.padEnd(255, "x");
      const name = await backend.secret({}, id);
      await backend.get(name);
    },
  },
  {
    id: "id-256",
    title: "an id of 256 characters is refused",
    sentence: SECRET_ID,
    run: async (backend) => {
      await refused(backend.secret({}, backend.newId().padEnd(256, "x")), "INVALID_ARGUMENT");
    },
  },
  {
    id: "id-characters",
    title: "an id with a dot, a slash, a blank or a letter that is not ASCII is refused",
    sentence: SECRET_ID,
    run: async (backend) => {
      for (const character of [".", "/", " ", "é", ":"])
        await refused(backend.secret({}, `${backend.newId()}${character}x`), "INVALID_ARGUMENT");
    },
  },
  {
    id: "id-empty",
    title: "an empty id is refused",
    sentence: "Required. This must be unique within the project.",
    run: async (backend) => {
      await refused(backend.secret({}, ""), "INVALID_ARGUMENT");
    },
  },
  {
    id: "payload-64-kib",
    title: "a payload of 65 536 bytes is taken",
    sentence: "The secret data. Must be no larger than 64KiB.",
    run: async (backend) => {
      const name = await backend.secret();
      await backend.add(name, Buffer.alloc(65_536, 7));
      assert.equal((await backend.access(`${name}/versions/1`)).length, 65_536);
    },
  },
  {
    id: "payload-over-64-kib",
    title: "a payload of 65 537 bytes is refused",
    sentence: "The secret data. Must be no larger than 64KiB.",
    run: async (backend) => {
      const name = await backend.secret();
      await refused(backend.add(name, Buffer.alloc(65_537, 7)), "INVALID_ARGUMENT");
    },
  },
  {
    id: "payload-empty",
    title: "an empty payload is refused",
    sentence: "Required. The secret payload of the SecretVersion.",
    run: async (backend) => {
      await refused(backend.add(await backend.secret(), ""), "INVALID_ARGUMENT", /empty/);
    },
  },
  taken("labels-64", "64 labels are taken", LABELS, { labels: entries(64, "v") }),
  notTaken("labels-65", "65 labels are refused", LABELS, { labels: entries(65, "v") }),
  notTaken(
    "label-value-upper-case",
    "a label's value with an upper-case letter is refused",
    "Label values must […] conform to the following PCRE regular expression: `[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}`",
    { labels: { key: "DB_PASSWORD" } },
  ),
  notTaken(
    "label-key-begins-with-digit",
    "a label's key that begins with a numeral is refused",
    "Label keys must […] conform to the following PCRE regular expression: `[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}`",
    { labels: { "1key": "v" } },
  ),
  taken(
    "label-value-63",
    "a label's value has up to 63 characters, or none",
    "Label values must be between 0 and 63 characters long",
    { labels: { long: "x".repeat(63), none: "" } },
  ),
  notTaken(
    "label-value-64",
    "a label's value of 64 characters is refused",
    "Label values must be between 0 and 63 characters long",
    { labels: { long: "x".repeat(64) } },
  ),
  notTaken(
    "label-value-bytes",
    "a label's value of more than 128 bytes is refused",
    "have a UTF-8 encoding of maximum 128 bytes",
    { labels: { long: "語".repeat(43) } },
  ),
  taken(
    "annotation-values",
    "an annotation's value is any text",
    "Custom metadata about the secret.",
    { annotations: { path: "db/PASSWORD = é, \n ✓" } },
  ),
  notTaken("annotation-key-slash", "an annotation's key with a slash is refused", ANNOTATION_KEYS, {
    annotations: { "keykist/path": "v" },
  }),
  notTaken(
    "annotation-key-end",
    "an annotation's key that ends in a dot is refused",
    ANNOTATION_KEYS,
    {
      annotations: { "path.": "v" },
    },
  ),
  notTaken(
    "annotation-key-64",
    "an annotation's key of 64 characters is refused",
    ANNOTATION_KEYS,
    {
      annotations: { ["k".repeat(64)]: "v" },
    },
  ),
  taken(
    "annotations-under-16-kib",
    "annotations of 16 383 bytes are taken",
    "The total size of annotation keys and values must be less than 16KiB.",
    { annotations: { note: "x".repeat(16_383 - 4) } },
  ),
  notTaken(
    "annotations-16-kib",
    "annotations of 16 384 bytes are refused",
    "The total size of annotation keys and values must be less than 16KiB.",
    { annotations: { note: "x".repeat(16_384 - 4) } },
  ),
  {
    id: "alias-names",
    title: "an alias that is `latest` or `NEW`, or begins with a numeral, is refused",
    sentence: ALIASES,
    run: async (backend) => {
      const name = await backend.secretWith("one");
      for (const alias of ["latest", "NEW", "1st", "a.b", "a".repeat(64)])
        await refused(
          backend.update({ name, versionAliases: { [alias]: 1 } }, "version_aliases"),
          "INVALID_ARGUMENT",
        );
    },
  },
  {
    id: "aliases-50",
    title: "50 aliases are taken, and 51 are refused",
    sentence: "No more than 50 aliases can be assigned to a given secret.",
    run: async (backend) => {
      const name = await backend.secretWith("one");
      await backend.update({ name, versionAliases: aliases(50) }, "version_aliases");
      await refused(
        backend.update({ name, versionAliases: aliases(51) }, "version_aliases"),
        "INVALID_ARGUMENT",
      );
    },
  },
];
