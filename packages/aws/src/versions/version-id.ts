import { createHash, randomBytes } from "node:crypto";

/*
 * AWS takes the token of a write for the id of the version that it makes (32 to 64 characters,
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html). An id is in
 * every answer, and never changes. So it says what a read has to know without another call: what the
 * version is, and which schema type it was written as.
 */

const kinds = {
  /** The first of a secret, or of one that was registered again. */
  registered: "r",
  /** Made the current one by its own call. */
  put: "p",
  /** Made without a stage that readers look at, and moved to the current one if nobody else was first. */
  staged: "s",
  /** Stands for "deleted". */
  tombstone: "d",
} as const;

/** What a version of keykist's is. */
export type VersionKind = keyof typeof kinds;

const PATTERN = /^keykist-([rpsd])-([0-9a-f]{16})-[0-9a-f]{32}$/u;

function digest(text: string, characters: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, characters);
}

function versionId(kind: VersionKind, type: string, rest: string): string {
  return `keykist-${kinds[kind]}-${digest(type, 16)}-${rest}`;
}

/** The id of a version that nobody else can make. */
export function freshVersionId(kind: VersionKind, type: string): string {
  return versionId(kind, type, randomBytes(16).toString("hex"));
}

/**
 * The id of a version that is to follow another. Whoever wants to follow that one has the same id in mind,
 * and only the first of them can make it: the others are refused before there is one version too many.
 *
 * @param round counts the tries of all: a writer that ended in its midst leaves an id that is taken
 */
export function followingVersionId(
  kind: VersionKind,
  type: string,
  { expected, round }: { readonly expected: string; readonly round: number },
): string {
  return versionId(kind, type, digest(`${expected}\n${round}`, 32));
}

/** Whether a version stands for "deleted". */
export function isTombstone(id: string | undefined): boolean {
  return kindOf(id) === "tombstone";
}

/** What a version is; `undefined` for one that something else made. */
export function kindOf(id: string | undefined): VersionKind | undefined {
  const letter = PATTERN.exec(id ?? "")?.[1];
  const found = Object.entries(kinds).find(([, each]) => each === letter)?.[0];
  return isKind(found) ? found : undefined;
}

function isKind(name: string | undefined): name is VersionKind {
  return name !== undefined && Object.hasOwn(kinds, name);
}

/** Whether a version was written as this schema type. */
export function isOfType(id: string | undefined, type: string): boolean {
  return PATTERN.exec(id ?? "")?.[2] === digest(type, 16);
}
