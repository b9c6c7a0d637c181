import type { Revision, SecretsManager } from "@keykist/core";
import { type Dialect, DIALECTS } from "../files/dialects/dialect.ts";
import { type PlannedImport, planImport } from "../files/import-plan.ts";
import { byReason } from "../files/loss-words.ts";
import { assertWhole, type EnvFile, readEnvFile } from "../files/read-env-file.ts";
import { type FileSecret, type JsonFile, readJson } from "../files/read-json.ts";
import { goThrough } from "../go-through.ts";
import { schemaOfType } from "../schemas/schema-of-type.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { throwAny } from "../several-failures.ts";
import { agree } from "../terminal/agree.ts";
import { counted } from "../terminal/counted.ts";
import { UsageError } from "../usage-error.ts";
import type { Changes } from "../values/changes.ts";
import { readStdin, readTextFile } from "../values/read-file.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** More secrets than this are counted, not named. */
const MOST_NAMED = 20;

/** The options of `kist import`. */
export interface ImportOptions {
  readonly as?: string | undefined;
  readonly schema?: string | undefined;
  readonly format?: string | undefined;
  readonly dialect?: string | undefined;
  readonly lossy?: boolean | undefined;
}

/** The secrets of a file, and whether they hold everything in it. */
interface ReadFile {
  readonly secrets: readonly FileSecret[];
  readonly isWhole: boolean;
}

/** What became of one secret of the file. */
interface Imported {
  readonly name: string;
  readonly revision: Revision;
  readonly result: "registered" | "updated" | "unchanged";
  readonly keys: number;
}

/** `kist import FILE` */
export default async function importSecrets(
  session: Session,
  options: ImportOptions,
  file: string,
): Promise<void> {
  const { output } = session;
  const format = formatOf(options, file);
  if (format === "dotenv" && options.as === undefined) throw unnamed();
  if (options.schema !== undefined) await schemaOfType(session, options.schema);
  const shown = file === "-" ? "stdin" : JSON.stringify(file);
  const text = file === "-" ? await readStdin(session) : await readTextFile(session, file);
  const { secrets, isWhole } =
    format === "json"
      ? { secrets: jsonSecrets(readJson(text, shown), options), isWhole: true }
      : envSecret(session, text, shown, options);
  const plan = await planImport(session, secrets);
  await agreeToUpdates(session, plan);
  const { imported, errors } = await carryOut(session, plan);
  if (output.json) {
    await output.document(
      imported.map(({ name, revision, result }) => ({ name, revision, result })),
    );
  } else {
    const where = placeWords(await session.manager());
    for (const line of linesOf(imported, where)) await output.done(line);
    if (imported.length > 0 && file !== "-") {
      await output.done(
        isWhole
          ? `${shownPath(file)} still holds the values in the clear: remove it, or at least keep it out of version control.`
          : `${shownPath(file)} still holds the values in the clear, and what was left out: save that elsewhere before you remove the file.`,
      );
    }
  }
  throwAny(errors);
}

function formatOf({ format, dialect, lossy }: ImportOptions, file: string): "json" | "dotenv" {
  const isForEnv = dialect !== undefined || lossy === true;
  const known = ["json", "dotenv"] as const;
  const chosen =
    format === undefined
      ? file.toLowerCase().endsWith(".json") && !isForEnv
        ? "json"
        : "dotenv"
      : known.find((one) => one === format);
  if (chosen === undefined) {
    throw new UsageError("this format cannot be read", "use --format json or --format dotenv");
  }
  if (chosen === "json" && isForEnv) {
    throw new UsageError("--dialect and --lossy are for .env files", "leave out --format json");
  }
  return chosen;
}

function dialectOf({ dialect = "node" }: ImportOptions): Dialect {
  const known = DIALECTS.find((one) => one === dialect);
  if (known !== undefined) return known;
  throw new UsageError("unknown dialect", `use one of: ${DIALECTS.join(", ")}`);
}

/** The one secret of a .env file. Lines that are not taken whole are named before any question. */
function envSecret(
  { output }: Session,
  text: string,
  shown: string,
  options: ImportOptions,
): ReadFile {
  const { as, schema, lossy = false } = options;
  if (as === undefined) throw unnamed();
  const file: EnvFile = readEnvFile(text, shown, dialectOf(options));
  if (!lossy) assertWhole(file, shown);
  for (const loss of byReason(file.losses)) output.warn(`${shown}, ${loss}`);
  for (const note of file.notes) output.note(`${shown}, ${note}`);
  return {
    secrets: [{ name: as, type: schema, entries: file.entries }],
    isWhole: file.losses.length === 0,
  };
}

/** The secrets of a JSON file, under the names that they will have. */
function jsonSecrets(read: JsonFile, { as, schema }: ImportOptions): readonly FileSecret[] {
  if (read.kind === "content") {
    if (as === undefined) throw unnamed();
    return [{ name: as, type: schema, entries: read.entries }];
  }
  const { secrets } = read;
  if (schema !== undefined) {
    throw new UsageError("the file says which type each secret has", "leave out --schema");
  }
  if (as === undefined) return secrets;
  if (secrets.length > 1) {
    throw new UsageError(
      `the file holds ${secrets.length} secrets, which have their own names`,
      "leave out --as",
    );
  }
  return secrets.map(({ type, entries }) => ({ name: as, type, entries }));
}

function unnamed(): UsageError {
  return new UsageError("the file does not say what the secret is called", "add --as NAME");
}

/** What is there and differs is replaced only by who has seen which keys that concerns. */
async function agreeToUpdates(session: Session, plan: readonly PlannedImport[]): Promise<void> {
  const updates = plan.filter((one) => one.kind === "update");
  if (updates.length === 0) return;
  const named = updates.map(({ secret, changes }) => `${secret.name} (${inWords(changes)})`);
  const more = named.length - MOST_NAMED;
  const what = [...named.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(", ");
  await agree(session, {
    question: `There already, with other values: ${what}. Update?`,
    declined: "nothing was written",
    deed: `updating ${what}`,
  });
}

function inWords({ added, changed, removed }: Changes): string {
  const parts = [
    ["adds", added],
    ["changes", changed],
    ["removes", removed],
  ] as const;
  return parts
    .filter(([, keys]) => keys.length > 0)
    .map(([verb, keys]) => `${verb} ${keys.join(", ")}`)
    .join("; ");
}

async function carryOut(
  session: Session,
  plan: readonly PlannedImport[],
): Promise<{ readonly imported: readonly Imported[]; readonly errors: readonly unknown[] }> {
  const { output, signal } = session;
  const manager = await session.manager();
  using progress = output.progress();
  const imported: Imported[] = [];
  const errors = await goThrough(plan, signal, async (one, index) => {
    progress.show(`Imported ${index} of ${counted(plan.length, "secret")}`);
    imported.push(await write(manager, one, signal));
  });
  return { imported, errors };
}

async function write(
  manager: SecretsManager,
  one: PlannedImport,
  signal: AbortSignal,
): Promise<Imported> {
  const { secret } = one;
  const { name } = secret;
  const keys = secret.keys.length;
  switch (one.kind) {
    case "register":
      return {
        name,
        keys,
        revision: await manager.registerSecret(secret, { signal }),
        result: "registered",
      };
    case "update": {
      const { ifRevision } = one;
      return {
        name,
        keys,
        revision: await manager.updateSecret(secret, { ifRevision, signal }),
        result: "updated",
      };
    }
    default:
      return { name, keys, revision: one.revision, result: "unchanged" };
  }
}

/** A line for each secret; of many, how many there were. */
function linesOf(imported: readonly Imported[], where: string): readonly string[] {
  if (imported.length <= MOST_NAMED) return imported.map((one) => lineOf(one, where));
  const count = (result: Imported["result"]): number =>
    imported.filter((one) => one.result === result).length;
  return [
    `Registered ${counted(count("registered"), "secret")}${where}, updated ${count("updated")}; ` +
      `${count("unchanged")} were as in the file already.`,
  ];
}

function lineOf({ name, keys, result }: Imported, where: string): string {
  const size = counted(keys, "key");
  switch (result) {
    case "registered":
      return `Registered ${name}${where} (${size}).`;
    case "updated":
      return `Updated ${name}${where} (now ${size}).`;
    default:
      return `${name} is as in the file already (${size}); nothing was written.`;
  }
}
