import { KeykistError } from "../errors/keykist-error.ts";

/** The longest name of a secret, in characters, on any flavor. */
export const MAXIMUM_NAME_LENGTH = 200;

/** The first segment of every scoped path, and so of no name. */
export const RESERVED_SEGMENT = "keykist";

const segment = /^[A-Za-z0-9][A-Za-z0-9._-]*$/u;
const key = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/u;
const type = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/u;
const maximumSegmentLength = 100;

/**
 * What is wrong with a secret's name, or `undefined`. The answer does not quote the name: a person
 * may have put a value in its place.
 */
export function nameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return "it is not a string";
  if (name === "") return "it is empty";
  if (name.length > MAXIMUM_NAME_LENGTH) {
    return `it has ${name.length} characters; at most ${MAXIMUM_NAME_LENGTH} are allowed`;
  }
  const segments = name.split("/");
  const wrong = segments.findIndex((part) => !segment.test(part));
  if (wrong !== -1) {
    return `segment ${wrong + 1} is not of letters, digits, ".", "_" and "-", beginning with a letter or digit`;
  }
  return segments[0] === RESERVED_SEGMENT
    ? `its first segment is "${RESERVED_SEGMENT}", which is reserved for scopes`
    : undefined;
}

/** Reports whether a text can be the name of a secret. */
export function isSecretName(name: unknown): name is string {
  return nameProblem(name) === undefined;
}

/** @throws KeykistError `INVALID_NAME` */
export function assertSecretName(name: unknown): asserts name is string {
  const problem = nameProblem(name);
  if (problem === undefined) return;
  throw new KeykistError("INVALID_NAME", `the name of the secret is not valid: ${problem}`, {
    hint: 'use segments of letters, digits, ".", "_" and "-" joined by "/", such as "team/prod-db"',
    outcome: "not_applied",
  });
}

/** The prefix of a name that is an id of the backend. No name of the grammar contains a colon. */
const BACKEND_ID = "id:";
const MAXIMUM_ID_LENGTH = 2048;

/** Returns the id in a name such as `id:/app/db`, or `undefined` for every other name. */
export function backendIdOf(name: unknown): string | undefined {
  if (typeof name !== "string" || !name.startsWith(BACKEND_ID)) return undefined;
  const id = name.slice(BACKEND_ID.length);
  return id === "" || id.length > MAXIMUM_ID_LENGTH || !/^[\x21-\x7e]+$/u.test(id) ? undefined : id;
}

/** Reports whether a text can be the key of an entry. */
export function isSecretKey(text: unknown): text is string {
  return typeof text === "string" && key.test(text);
}

/** Reports whether a text can be the type of a schema. */
export function isSchemaType(text: unknown): text is string {
  return typeof text === "string" && type.test(text);
}

/** Reports whether a text can be the id of a manager or the name of a namespace: one segment of a path. */
export function isPathSegment(text: unknown): text is string {
  return typeof text === "string" && text.length <= maximumSegmentLength && segment.test(text);
}

/** What is wrong with a value, or `undefined`. Never quotes it. */
export function valueProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return "expected string";
  return value.isWellFormed() ? undefined : "holds a lone surrogate, which has no UTF-8 form";
}
