import { createHash, randomBytes } from "node:crypto";

/*
 * AWS takes the token of a write for the id of the version that it makes (32 to 64 characters,
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html), and refuses a token that
 * was used for another value. keykist's ids say two things:
 *
 * - which schema type the version was written as, so that a read that expects one needs no second call;
 * - which version it follows: whoever has seen that one as the current has the same id in mind for the next, and AWS
 *   lets only the first of them make it. So no write overwrites what its writer has not seen, and none that loses costs
 *   one of the versions that AWS keeps for a day.
 */

const PATTERN = /^keykist-([0-9a-f]{16})-[0-9a-f]{32}$/u;

function digest(text: string, characters: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, characters);
}

function versionId(type: string, rest: string): string {
  return `keykist-${digest(type, 16)}-${rest}`;
}

/** The id of the first version of a secret. */
export function firstVersionId(type: string): string {
  return versionId(type, randomBytes(16).toString("hex"));
}

/** Which version is to be followed. */
export interface Following {
  readonly expected: string;
  /** Counts the tries of all writers, from 0: one that ended in the midst of it leaves an id that is taken. */
  readonly round: number;
}

/** The id of the version that follows another. */
export function nextVersionId(type: string, { expected, round }: Following): string {
  return versionId(type, digest(`${expected}\n${round}`, 32));
}

/** Whether a version was written as this schema type. */
export function isOfType(id: string | undefined, type: string): boolean {
  return PATTERN.exec(id ?? "")?.[1] === digest(type, 16);
}
