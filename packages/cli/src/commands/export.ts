import { KeykistError, type Secret } from "@keykist/core";
import { readSecrets } from "../files/read-secrets.ts";
import { dotenvText } from "../files/write-dotenv.ts";
import { shellText } from "../files/write-shell.ts";
import type { Session } from "../session.ts";
import { counted } from "../terminal/counted.ts";
import { UsageError } from "../usage-error.ts";

/** The forms that secrets can be written in. */
const FORMATS = ["json", "dotenv", "shell"] as const;
type Format = (typeof FORMATS)[number];

/** The options of `kist export`. */
export interface ExportOptions {
  readonly format?: string | undefined;
  readonly allow?: readonly string[] | undefined;
}

/** `kist export [NAME]…` */
export default async function exportSecrets(
  session: Session,
  options: ExportOptions,
  ...words: readonly string[]
): Promise<void> {
  const { output, signal } = session;
  const format = formatOf(session, options);
  const manager = await session.manager();
  const all = words.length === 0;
  const names = all ? await manager.getAllSecretKeys({ signal }) : [...new Set(words)];
  // Read whole before anything is written: half of it would look like all of it.
  const secrets = await read(session, names, all);
  if (format === "dotenv") return output.write(dotenvText(secrets));
  if (format === "shell") return output.write(shellText(secrets, options.allow ?? []));
  return output.document(secrets.map(({ name, type, content }) => ({ name, type, content })));
}

function formatOf({ output }: Session, { format }: ExportOptions): Format {
  const known = FORMATS.find((one) => one === format);
  const among = `--format ${FORMATS.join(" or --format ")}`;
  if (format === undefined) {
    if (output.json) return "json";
    throw new UsageError("--format is missing", `add ${among}`);
  }
  if (known === undefined) throw new UsageError("this format cannot be written", `use ${among}`);
  if (output.json && known !== "json") {
    throw new UsageError(`--json and --format ${known} exclude each other`, "leave out --json");
  }
  return known;
}

async function read(session: Session, names: readonly string[], all: boolean): Promise<Secret[]> {
  const secrets: Secret[] = [];
  using progress = session.output.progress();
  const told = (count: number): void => {
    progress.show(`Read ${count} of ${counted(names.length, "secret")}`);
  };
  for await (const answers of readSecrets(session, names, told)) {
    for (const answer of answers.values()) {
      if (!KeykistError.is(answer)) secrets.push(answer);
      // Of a listing, what someone deletes in the meantime is simply not there any more.
      else if (!all || answer.code !== "SECRET_NOT_FOUND") throw answer;
    }
  }
  return secrets;
}
