import { arbitrarySchema, type Secret, type SecretsManager } from "@keykist/core";
import type { Session } from "../session.ts";
import { columns } from "../terminal/columns.ts";
import { shownValue } from "../terminal/shown-value.ts";
import { withWholeRevision } from "../values/whole-revision.ts";

/** Shown in the place of a value, whatever its length. */
const MASK = "********";

/** The options of `kist get`. */
export interface GetOptions {
  readonly reveal?: boolean | undefined;
  readonly revision?: string | undefined;
}

/** `kist get NAME [KEY]` */
export default async function get(
  session: Session,
  { reveal = false, revision }: GetOptions,
  name: string,
  key?: string,
): Promise<void> {
  const manager = await session.manager();
  const { signal } = session;
  const lookup = { manager, name, signal };
  const shown = (whole: string | undefined): Promise<void> =>
    show(session, { reading: { manager, name, revision: whole, signal }, reveal, key });
  return revision === undefined ? shown(undefined) : withWholeRevision(lookup, revision, shown);
}

async function show(
  session: Session,
  {
    reading,
    reveal,
    key,
  }: {
    readonly reading: Reading;
    readonly reveal: boolean;
    readonly key: string | undefined;
  },
): Promise<void> {
  const { output } = session;
  if (key !== undefined) {
    const secret = await readKey(reading, key);
    return output.json ? output.document(documentOf(secret)) : writeValue(session, secret, key);
  }
  const secret = await readWhole(reading);
  if (output.json) return output.document(documentOf(secret));
  const rows = secret.keys.map((one) => [
    one,
    reveal ? shownValue(secret.content[one] ?? "") : MASK,
  ]);
  return output.lines([
    `${output.styled("bold", secret.name)}  ${secret.type}`,
    ...columns(rows).map((line) => `  ${line}`),
  ]);
}

interface Reading {
  readonly manager: SecretsManager;
  readonly name: string;
  readonly revision: string | undefined;
  readonly signal: AbortSignal;
}

/** Reads as raw strings: a secret that does not fit its schema any more is still its owner's to see. */
function readWhole({ manager, name, ...options }: Reading): Promise<Secret> {
  return manager.getSecret(name, arbitrarySchema, options);
}

/** Reads one key; a backend that keeps keys apart reads no other. */
async function readKey(reading: Reading, key: string): Promise<Secret> {
  const { manager, name, ...options } = reading;
  const secret = await manager.getSecret(name, arbitrarySchema, { ...options, keys: [key] });
  if (secret.keys.includes(key)) return secret;
  const { keys } = await readWhole(reading);
  // Loaded only here: it knows what words are like others.
  const { missingKey } = await import("../values/missing-key.ts");
  throw missingKey(name, key, keys);
}

function writeValue({ output }: Session, { content }: Secret, key: string): Promise<void> {
  const value = content[key] ?? "";
  return output.write(output.isTerminal ? `${value}\n` : value);
}

function documentOf({ name, type, revision, content }: Secret): object {
  return { name, type, revision, content };
}
