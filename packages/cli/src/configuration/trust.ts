import { createHash } from "node:crypto";
import type { Environment } from "../host.ts";
import { StateRecord } from "./state-record.ts";

/*
 * A configuration that lies in a folder can name modules to be run and servers to be asked. So one that was found
 * by walking up is not followed before its user has said so, by its real path and the hash of its text.
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

/** Whether a file has been trusted, as it is. */
export async function isTrusted(
  environment: Environment,
  { file, text }: ReadFile,
): Promise<boolean> {
  return (await trusted(environment).get(file)) === hashOf(text);
}

/** Trusts a file from now on, as it is. */
export function trust(environment: Environment, { file, text }: ReadFile): Promise<void> {
  return trusted(environment).set(file, hashOf(text));
}
