import type { Injection } from "../running/child-environment.ts";
import { ownVariables } from "../running/own-variables.ts";
import { withheldVariables } from "../running/withheld-variables.ts";
import { projectSecrets } from "../running/project-secrets.ts";
import { endLike, runChild } from "../running/run-child.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/** The options of `kist run`. */
export interface RunOptions {
  readonly secret?: readonly string[] | undefined;
  readonly dotenv?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly preferEnv?: boolean | undefined;
}

/** `kist run [--secret NAME]… -- COMMAND` */
export default async function run(
  session: Session,
  options: RunOptions,
  ...command: readonly string[]
): Promise<number> {
  if (command.length === 0)
    throw new UsageError("COMMAND is missing", "kist run --secret NAME -- COMMAND");
  const { secret, dotenv: files = [] } = options;
  const names = secret ?? (await projectSecrets(session));
  if (names.length === 0 && files.length === 0) {
    session.output.warn(
      'nothing is injected: name a secret with kist run --secret NAME -- COMMAND, or for the whole project with "run": { "secrets": ["NAME"] } in keykist.json',
    );
  }
  const own = ownVariables(session.host.environment, await withheldVariables(session));
  const injections = [
    ...(await secretsOf(session, names)),
    ...(await variablesOf(session, files, own)),
  ];
  await warnOfBytes(session);
  const environment = await environmentWith(own, injections, options);
  // The store is not held open while the command runs.
  await session.close();
  return endLike(await runChild(command, environment));
}

/** Warns of variables that reach the command changed, since Node has them as text, not as bytes. */
async function warnOfBytes({ host, output }: Session): Promise<void> {
  if (!Object.values(host.environment).some((value) => value?.includes("\uFFFD"))) return;
  const { variablesThatAreNotText } = await import("../not-text.ts");
  const names = variablesThatAreNotText(host.environment);
  if (names.length > 0) {
    output.warn(`not UTF-8 text, and changed on the way to the command: ${names.join(", ")}`);
  }
}

// Loaded only if the command needs it, so that it starts quickly.

async function environmentWith(
  own: Readonly<Record<string, string>>,
  injections: readonly Injection[],
  { allow = [], preferEnv }: RunOptions,
): Promise<Readonly<Record<string, string>>> {
  if (injections.length === 0) return own;
  const { childEnvironment } = await import("../running/child-environment.ts");
  return childEnvironment(own, injections, { allow, preferEnv });
}

async function secretsOf(
  session: Session,
  names: readonly string[],
): Promise<readonly Injection[]> {
  if (names.length === 0) return [];
  const { secretInjections } = await import("../running/secret-injections.ts");
  return secretInjections(session, names);
}

async function variablesOf(
  session: Session,
  files: readonly string[],
  own: Readonly<Record<string, string>>,
): Promise<readonly Injection[]> {
  if (files.length === 0) return [];
  const { dotenvInjections } = await import("../running/dotenv-injection.ts");
  return dotenvInjections(session, files, own);
}
