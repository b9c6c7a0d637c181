import { invalidArgument } from "./gcp-error.ts";

/** A secret's name, taken apart. Names are kept with the project's number, as the service answers them. */
export interface SecretName {
  /** `projects/NUMBER` or `projects/NUMBER/locations/LOCATION`. */
  readonly parent: string;
  readonly location: string | undefined;
  readonly id: string;
  /** The whole of it. */
  readonly text: string;
}

/** A version's name: by its number, or by `latest` or an alias. */
export interface VersionName {
  readonly secret: SecretName;
  /** What stands for the version: digits, `latest` or an alias. */
  readonly version: string;
  /** The number; `undefined` where it has to be looked up. */
  readonly number: number | undefined;
  readonly text: string;
}

export interface ParentName {
  readonly location: string | undefined;
  readonly text: string;
}

const PARENT = /^projects\/(?<project>[^/]+)(?:\/locations\/(?<location>[a-z0-9-]+))?$/;
const SECRET =
  /^(?<parent>projects\/[^/]+(?:\/locations\/[^/]+)?)\/secrets\/(?<id>[A-Za-z0-9_-]{1,255})$/;
const VERSION = /^(?<secret>.+)\/versions\/(?<version>[A-Za-z0-9_-]+)$/;

export function parentName(text: string | undefined): ParentName {
  const { project, location } = PARENT.exec(text ?? "")?.groups ?? {};
  if (project === undefined) throw malformed("parent", text);
  const number = projectNumber(project);
  return {
    location,
    text: `projects/${number}${location === undefined ? "" : `/locations/${location}`}`,
  };
}

export function secretName(text: string | undefined): SecretName {
  const groups = SECRET.exec(text ?? "")?.groups;
  const { parent, id } = groups ?? {};
  if (parent === undefined || id === undefined) throw malformed("secret", text);
  const { text: parentText, location } = parentName(parent);
  return { parent: parentText, location, id, text: `${parentText}/secrets/${id}` };
}

export function versionName(text: string | undefined): VersionName {
  const { secret, version } = VERSION.exec(text ?? "")?.groups ?? {};
  if (secret === undefined || version === undefined) throw malformed("secret version", text);
  const name = secretName(secret);
  return {
    secret: name,
    version,
    number: /^[1-9]\d{0,15}$/.test(version) ? Number(version) : undefined,
    text: `${name.text}/versions/${version}`,
  };
}

/**
 * The number of a project. The service takes either, and answers with the number; here it follows from the
 * id, and is the same in every run.
 */
export function projectNumber(project: string): string {
  if (/^\d+$/.test(project)) return project;
  let hash = 7;
  for (const character of project)
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 999_999_937;
  return String(100_000_000_000 + hash);
}

function malformed(kind: string, text: string | undefined): Error {
  return invalidArgument(
    `The ${kind} name ${JSON.stringify(text ?? "")} is not of the form that the service expects.`,
  );
}
