import { createHash } from "node:crypto";
import type { Environment } from "../host.ts";
import { isJsonObject } from "../json-object.ts";
import { packagesBeside } from "./packages-beside.ts";
import { StateRecord } from "./state-record.ts";

/*
 * A configuration that lies in a folder can name modules to be run and servers to be asked. So one that was found
 * by walking up is not followed before its user has said so, by its real path, the hash of its text, and the packages
 * beside it that would be run: what was shown is what is trusted.
 */

const trusted = (environment: Environment): StateRecord =>
  new StateRecord(environment, "trusted.json");

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A file with the text that it had when it was read. */
export interface ReadFile {
  /** Its real path. */
  readonly file: string;
  readonly text: string;
}

/** What is remembered of a file that is trusted. */
interface Trusted {
  readonly hash: string;
  readonly packages: readonly string[];
}

/** Reports whether a file has been trusted, as it is, with all packages that are beside it now. */
export async function isTrusted(
  environment: Environment,
  { file, text }: ReadFile,
): Promise<boolean> {
  const known = trustedOf(await trusted(environment).get(file));
  if (known?.hash !== hashOf(text)) return false;
  return packagesBeside(file).every((folder) => known.packages.includes(folder));
}

/** Trusts a file from now on, as it is, with the packages that are beside it. */
export function trust(environment: Environment, { file, text }: ReadFile): Promise<void> {
  const word: Trusted = { hash: hashOf(text), packages: packagesBeside(file) };
  return trusted(environment).set(file, JSON.stringify(word));
}

function trustedOf(word: string | undefined): Trusted | undefined {
  if (word === undefined) return undefined;
  // As it was remembered before packages were.
  if (!word.startsWith("{")) return { hash: word, packages: [] };
  try {
    const value: unknown = JSON.parse(word);
    if (!isJsonObject(value)) return undefined;
    const { hash, packages } = value;
    if (typeof hash !== "string" || !Array.isArray(packages)) return undefined;
    return { hash, packages: packages.filter((one) => typeof one === "string") };
  } catch {
    // An unreadable record counts as not trusted.
    return undefined;
  }
}
