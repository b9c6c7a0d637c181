import type { SecretSummary, UnownedSecretSummary } from "@keykist/core";
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
  readonly notOwned?: boolean | undefined;
}

/** How a secret of a listing is shown. */
interface View<Summary> {
  readonly forPerson: (summary: Summary) => readonly string[];
  readonly forScript: (summary: Summary) => string;
  readonly document: (summary: Summary) => object;
  /** What a person is told where there are none. */
  readonly nothing: (manager: string, prefix: string | undefined) => string;
}

/** `kist list` */
export default async function list(
  session: Session,
  { prefix, notOwned = false }: ListOptions,
): Promise<void> {
  const manager = await session.manager();
  const { signal } = session;
  return notOwned
    ? show(session, manager.listSecrets({ prefix, owned: false, signal }), unowned, prefix)
    : show(session, manager.listSecrets({ prefix, signal }), owned, prefix);
}

async function show<Summary>(
  session: Session,
  listing: AsyncIterable<Summary>,
  view: View<Summary>,
  prefix: string | undefined,
): Promise<void> {
  const { output } = session;
  using progress = output.progress();
  const secrets = counting(listing, output, progress);
  if (output.json) return await output.list(documents(secrets, view));
  let empty = true;
  for await (const batch of secrets) {
    empty = false;
    await output.lines(
      output.isTerminal ? columns(batch.map(view.forPerson)) : batch.map(view.forScript),
    );
  }
  // Only to a person: for a script, no secrets are no lines.
  if (!empty || !output.isTerminal) return;
  const { name } = await session.manager();
  await output.done(view.nothing(name, prefix));
}

const owned: View<SecretSummary> = {
  forPerson: ({ name, type, updatedAt }) => [name, type, shownTime(updatedAt)],
  forScript: ({ name, type, revision, updatedAt }) =>
    [name, type, revision, shownTime(updatedAt)].join("\t"),
  document: ({ name, type, revision, updatedAt }) => ({ name, type, revision, updatedAt }),
  nothing: (manager, prefix = "") =>
    prefix === ""
      ? `No secrets in ${manager} yet. Keep the first: kist register NAME KEY`
      : `No secrets in ${manager} whose names begin with ${JSON.stringify(prefix)}.`,
};

const unowned: View<UnownedSecretSummary> = {
  forPerson: ({ name, updatedAt }) => [name, shownTime(updatedAt)],
  forScript: ({ name, updatedAt }) => [name, shownTime(updatedAt)].join("\t"),
  document: ({ name, updatedAt }) => ({ name, updatedAt: updatedAt ?? null }),
  nothing: (manager, prefix = "") =>
    prefix === ""
      ? `All secrets in ${manager} are keykist's.`
      : `All secrets in ${manager} whose names begin with ${JSON.stringify(prefix)} are keykist's.`,
};

/** Shows how many there are so far, where they do not show themselves. */
async function* counting<Summary>(
  secrets: AsyncIterable<Summary>,
  output: Output,
  progress: Progress,
): AsyncGenerator<readonly Summary[]> {
  let count = 0;
  for await (const batch of batches(secrets)) {
    count += batch.length;
    if (!output.isTerminal) progress.show(`Listed ${counted(count, "secret")}`);
    yield batch;
  }
}

async function* documents<Summary>(
  secrets: AsyncIterable<readonly Summary[]>,
  { document }: View<Summary>,
): AsyncGenerator<readonly object[]> {
  for await (const batch of secrets) yield batch.map(document);
}
