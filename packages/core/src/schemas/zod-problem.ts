/** What is said where nothing more can be said safely. */
export const NOT_ACCEPTED = "not accepted";

const types: ReadonlyMap<unknown, string> = new Map([
  ["array", "array"],
  ["bigint", "bigint"],
  ["boolean", "boolean"],
  ["date", "date"],
  ["Date", "date"],
  ["int", "integer"],
  ["map", "map"],
  ["null", "null"],
  ["number", "number"],
  ["object", "object"],
  ["record", "object"],
  ["set", "set"],
  ["string", "string"],
  ["tuple", "array"],
  ["Uint8Array", "Uint8Array"],
  ["URL", "URL"],
]);

const formats: ReadonlyMap<unknown, string> = new Map([
  ["base64", "base64"],
  ["base64url", "base64url"],
  ["boolean", "true or false"],
  ["cidrv4", "IPv4 range"],
  ["cidrv6", "IPv6 range"],
  ["cuid", "CUID"],
  ["cuid2", "CUID2"],
  ["date", "ISO date"],
  ["datetime", "ISO date and time"],
  ["duration", "ISO duration"],
  ["e164", "telephone number"],
  ["email", "email"],
  ["emoji", "emoji"],
  ["guid", "GUID"],
  ["hostname", "host name"],
  ["integer", "integer"],
  ["ipv4", "IPv4 address"],
  ["ipv6", "IPv6 address"],
  ["json_object", "JSON object"],
  ["json_string", "JSON"],
  ["jwt", "JWT"],
  ["ksuid", "KSUID"],
  ["lowercase", "lower case"],
  ["mac", "MAC address"],
  ["nanoid", "Nano ID"],
  ["time", "ISO time"],
  ["ulid", "ULID"],
  ["uppercase", "upper case"],
  ["url", "URL"],
  ["uuid", "UUID"],
  ["xid", "XID"],
]);

const patterns: ReadonlySet<unknown> = new Set(["regex", "starts_with", "ends_with", "includes"]);

const sizes: ReadonlyMap<unknown, { readonly small: string; readonly big: string }> = new Map([
  ["string", { small: "too short", big: "too long" }],
  ["array", { small: "too few elements", big: "too many elements" }],
  ["set", { small: "too few elements", big: "too many elements" }],
  ["map", { small: "too few elements", big: "too many elements" }],
]);
const numbers = { small: "too small", big: "too big" };

const expected = (word: string | undefined): string =>
  word === undefined ? NOT_ACCEPTED : `expected ${word}`;

function wordsFor(issue: object): string {
  const field = (name: string): unknown => Reflect.get(issue, name);
  switch (field("code")) {
    case "invalid_type":
      // Zod says "expected number" of a fraction where an integer is wanted, beside the format.
      return expected(field("format") === "safeint" ? "integer" : types.get(field("expected")));
    case "invalid_format":
      return patterns.has(field("format"))
        ? "does not match the pattern"
        : expected(formats.get(field("format")));
    case "too_small":
      return (sizes.get(field("origin")) ?? numbers).small;
    case "too_big":
      return (sizes.get(field("origin")) ?? numbers).big;
    case "not_multiple_of":
      return "not a multiple of the step";
    case "invalid_value":
      return "not one of the allowed values";
    case "invalid_union":
      return "none of the allowed forms";
    case "unrecognized_keys":
      return "has keys that it may not have";
    default:
      return NOT_ACCEPTED;
  }
}

/**
 * What zod finds wrong, in fixed words. Zod's message may quote the input, its path may hold
 * a piece of it, and a schema's own code may put anything in any field of an issue: a field only chooses
 * among words that stand here.
 */
export function zodProblem(issue: unknown): string {
  if (typeof issue !== "object" || issue === null) return NOT_ACCEPTED;
  const path: unknown = Reflect.get(issue, "path");
  const inside = Array.isArray(path) && path.length > 0;
  return inside ? `inside it, ${wordsFor(issue)}` : wordsFor(issue);
}
