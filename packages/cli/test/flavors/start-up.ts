import { kist } from "../kist.ts";
import type { Place } from "../place.ts";
import { makeServedManager, type ServedFlavor } from "./served-flavor.ts";

/** What is wrong as `kist` starts, before it reaches the backend. */
export interface StartUp {
  /** Variables in place of those that say who calls; `undefined` takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Options of the manager in place of those that reach the server. */
  readonly config?: readonly string[];
  readonly exitCode: number;
  readonly code: string;
  /** What is said of it. */
  readonly says: RegExp;
  /** The next step. */
  readonly next: RegExp;
}

/** The commands that are tried: one that reads, one that lists, one that writes. */
const LINES = [["get", "db"], ["list"], ["register", "db", "--values", '{"k":"hunter2hunter2"}']];

/**
 * Tries commands with a manager of a flavor, where something is wrong with credentials, region or project.
 *
 * @returns what was not as it should be
 */
export async function startUpProblems(
  served: Pick<ServedFlavor, "flavor" | "folder" | "environment" | "config">,
  { environment = {}, config = served.config, ...expected }: StartUp,
): Promise<readonly string[]> {
  const place = await makeServedManager({
    ...served,
    config,
    environment: withVariables(served.environment, environment),
  });
  return commandProblems(place, expected);
}

/**
 * Tries commands where something is wrong. Each has to end with the exit code of what is wrong, and to say it in one line
 * with the next step. An error that nobody caught would end with 1, and a stack.
 *
 * @returns what was not as it should be
 */
export async function commandProblems(
  place: Place,
  { exitCode, code, says, next }: Omit<StartUp, "environment" | "config">,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const doctor = await kist(place, ["doctor"]);
  if (doctor.exitCode !== exitCode) problems.push(`doctor ended with ${doctor.exitCode}`);
  const told = doctor.stdout + doctor.stderr;
  if (!says.test(told) || !next.test(told) || WRONG.test(told)) problems.push(`doctor: ${told}`);
  for (const line of LINES) {
    const { exitCode: ended, stdout, stderr } = await kist(place, line);
    const isLine = /^kist: [^\n]+; [^\n]+\n$/.test(stderr) && stdout === "";
    const isSaid = isLine && says.test(stderr) && next.test(stderr);
    if (ended !== exitCode || !isSaid || WRONG.test(stderr))
      problems.push(`${line[0]} ended with ${ended}: ${stdout}${stderr}`);
    const inJson = await kist(place, [...line, "--json"]);
    if (!inJson.stderr.includes(`"code":"${code}"`) || WRONG.test(inJson.stderr))
      problems.push(`${line[0]} --json: ${inJson.stderr}`);
  }
  return problems;
}

function withVariables(
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const variables = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
  return Object.fromEntries(variables);
}

/** A stack, an error that nobody foresaw, or a value. */
const WRONG = /\n\s+at .*:\d+:\d+|something unexpected|UnhandledPromiseRejection|hunter2/;
