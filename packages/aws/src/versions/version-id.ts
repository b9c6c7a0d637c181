import { createHash, randomBytes } from "node:crypto";

/*
 * AWS takes the token of a write as the id of the version that it makes (32 to 64 characters,
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html), and refuses a token that
 * was used for another value. keykist's ids say three things:
 *
 * - which schema type the version was written as, so that a read that expects one needs no second call;
 * - which version it follows: whoever has seen that one as the current has the same id in mind for the next, and AWS
 *   lets only the first of them make it. So no write overwrites what its writer has not seen, and none that loses costs
 *   one of the versions that AWS keeps for a day;
 * - whether its JSON holds more than keykist writes by itself: a number, a nested object, an escape of another writer.
 *   Then the next write reads it first, to keep what it does not change. Writes of all other secrets save that call.
 */

const PATTERN = /^keykist-([0-9a-f]{16})-[0-9a-f]{32}(-kept)?$/u;
/** The end of the id of a version whose JSON is not all keykist's own. */
const KEPT = "-kept";

function digest(text: string, characters: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, characters);
}

function versionId(type: string, rest: string, holdsForeign: boolean): string {
  return `keykist-${digest(type, 16)}-${rest}${holdsForeign ? KEPT : ""}`;
}

/** The id of the first version of a secret. */
export function firstVersionId(type: string): string {
  return unlockedVersionId(type, { holdsForeign: false });
}

/** An id that nobody else has in mind. It does not keep two writers from following the same version. */
export function unlockedVersionId(
  type: string,
  { holdsForeign }: Pick<Following, "holdsForeign">,
): string {
  return versionId(type, randomBytes(16).toString("hex"), holdsForeign);
}

/** Which version is to be followed. */
export interface Following {
  readonly expected: string;
  /** Counts the tries of all writers, from 0: one that ended in the midst of it leaves an id that is taken. */
  readonly round: number;
  /** Whether the new version's JSON holds what keykist does not write by itself. */
  readonly holdsForeign: boolean;
}

/** The id of the version that follows another. */
export function nextVersionId(type: string, { expected, round, holdsForeign }: Following): string {
  return versionId(type, digest(`${expected}\n${round}`, 32), holdsForeign);
}

/** Reports whether a version was written as this schema type. */
export function isOfType(id: string | undefined, type: string): boolean {
  return PATTERN.exec(id ?? "")?.[1] === digest(type, 16);
}

/** Reports whether keykist wrote a version. */
export function isOwnVersion(id: string | undefined): boolean {
  return PATTERN.test(id ?? "");
}

/** Reports whether a version may hold what keykist does not write by itself. */
export function mayHoldForeign(id: string): boolean {
  const match = PATTERN.exec(id);
  return match === null || match[2] !== undefined;
}
