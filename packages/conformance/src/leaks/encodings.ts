import { inspect } from "node:util";

/** How a value can be written in a text. */
export const LEAK_FORMS = [
  "plain",
  "base64",
  "hex",
  "url",
  "json",
  "unicode escapes",
  "shell",
  "html",
  "inspect",
] as const;

/** One of {@link LEAK_FORMS}. */
export type LeakForm = (typeof LEAK_FORMS)[number];

/** The texts that stand for a value in each form. Written apart from the redaction of core, which it checks. */
export const encodings: Readonly<Record<LeakForm, (value: string) => readonly string[]>> = {
  plain: (value) => [value, value.toUpperCase(), value.toLowerCase()],
  base64: (value) => {
    const standard = [0, 1, 2].map((before) => base64Behind(value, before));
    return [...standard, ...standard.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
  },
  hex: (value) => {
    const hex = Buffer.from(value, "utf8").toString("hex");
    return [hex, hex.toUpperCase()];
  },
  url: (value) => {
    const component = encodeURIComponent(value.toWellFormed());
    const form = new URLSearchParams({ v: value }).toString().slice("v=".length);
    const texts = [component, encodeURI(value.toWellFormed()), form];
    return [...texts, ...texts.map(lowerCasePercent)];
  },
  json: (value) => {
    const once = quoted(value);
    // A JSON text inside another, as SDKs log the bodies that they sent.
    return [once, quoted(once), once.replaceAll("/", "\\/")];
  },
  "unicode escapes": (value) => {
    const ascii = quoted(value).replaceAll(/[^ -~]/gu, (character) =>
      Array.from({ length: character.length }, (_, unit) =>
        unicodeEscape(character.charCodeAt(unit)),
      ).join(""),
    );
    return [ascii, ascii.toUpperCase().replaceAll("\\U", "\\u")];
  },
  shell: (value) => [
    value.replaceAll("'", String.raw`'\''`),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll(/["\\$`]/gu, String.raw`\$&`),
    value.replaceAll(/[^\w@%+=:,./-]/gu, String.raw`\$&`),
  ],
  html: (value) => [
    value
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;"),
  ],
  inspect: (value) => [
    inspect(value, { maxStringLength: Infinity, breakLength: Infinity }).slice(1, -1),
  ],
};

/** What is the same wherever in a base64 text the value begins so many bytes behind a group's start. */
function base64Behind(value: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, "utf8")]);
  const text = bytes.toString("base64").replaceAll("=", "");
  // The first group holds bytes that are not the value's; the last one may hold bits that are not.
  return text.slice(before === 0 ? 0 : 4, Math.floor((bytes.length * 8) / 6));
}

function quoted(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function lowerCasePercent(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/gu, (byte) => byte.toLowerCase());
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
