import type { SecretSummary } from "@keykist/core";
import type { Session } from "../session.ts";
import { batches } from "../terminal/batches.ts";
import { columns } from "../terminal/columns.ts";
import { counted } from "../terminal/counted.ts";
import type { Output } from "../terminal/output.ts";
import type { Progress } from "../terminal/progress.ts";
import { shownTime } from "../terminal/shown-time.ts";

/** The options of `kist list`. */
export interface ListOptions {
  readonly prefix?: string | undefined;
}

/** `kist list` */
export default async function list(session: Session, { prefix }: ListOptions): Promise<void> {
  const { output, signal } = session;
  const manager = await session.manager();
  using progress = output.progress();
  const secrets = counting(manager.listSecrets({ prefix, signal }), output, progress);
  if (output.json) return await output.list(documents(secrets));
  let empty = true;
  for await (const batch of secrets) {
    empty = false;
    await output.lines(output.isTerminal ? columns(batch.map(forPerson)) : batch.map(forScript));
  }
  // Only to a person: for a script, no secrets are no lines.
  if (empty && output.isTerminal) await output.done(nothing(manager.name, prefix));
}

/** Shows how many there are so far, where they do not show themselves. */
async function* counting(
  secrets: AsyncIterable<SecretSummary>,
  output: Output,
  progress: Progress,
): AsyncGenerator<readonly SecretSummary[]> {
  let count = 0;
  for await (const batch of batches(secrets)) {
    count += batch.length;
    if (!output.isTerminal) progress.show(`Listed ${counted(count, "secret")}`);
    yield batch;
  }
}

async function* documents(
  secrets: AsyncIterable<readonly SecretSummary[]>,
): AsyncGenerator<readonly object[]> {
  for await (const batch of secrets) {
    yield batch.map(({ name, type, revision, updatedAt }) => ({ name, type, revision, updatedAt }));
  }
}

function forPerson({ name, type, updatedAt }: SecretSummary): readonly string[] {
  return [name, type, shownTime(updatedAt)];
}

function forScript({ name, type, revision, updatedAt }: SecretSummary): string {
  return [name, type, revision, shownTime(updatedAt)].join("\t");
}

function nothing(manager: string, prefix: string | undefined): string {
  return prefix === undefined || prefix === ""
    ? `No secrets in ${manager} yet. Keep the first: kist register NAME KEY`
    : `No secrets in ${manager} whose names begin with ${JSON.stringify(prefix)}.`;
}
