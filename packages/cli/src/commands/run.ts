import type { Injection } from "../running/child-environment.ts";
import { ownVariables } from "../running/own-variables.ts";
import { withheldVariables } from "../running/withheld-variables.ts";
import { endLike, runChild } from "../running/run-child.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/** The options of `kist run`. */
export interface RunOptions {
  readonly secret?: readonly string[] | undefined;
  readonly dotenv?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
}

/** `kist run [--secret NAME]… -- COMMAND` */
export default async function run(
  session: Session,
  { secret: names = [], dotenv: files = [], allow = [] }: RunOptions,
  ...command: readonly string[]
): Promise<number> {
  if (command.length === 0)
    throw new UsageError("COMMAND is missing", "kist run --secret NAME -- COMMAND");
  const injections = [
    ...(await secretInjections(session, names)),
    ...(await fileInjections(session, files)),
  ];
  const environment = await environmentWith(session, injections, allow);
  // The store is not held open while the command runs.
  await session.close();
  return endLike(await runChild(command, environment));
}

async function environmentWith(
  session: Session,
  injections: readonly Injection[],
  allow: readonly string[],
): Promise<Record<string, string>> {
  const { environment } = session.host;
  const withheld = await withheldVariables(session);
  if (injections.length === 0) return ownVariables(environment, withheld);
  const { childEnvironment } = await import("../running/child-environment.ts");
  return childEnvironment(environment, injections, { allow, withheld });
}

async function secretInjections(session: Session, names: readonly string[]): Promise<Injection[]> {
  if (names.length === 0) return [];
  const manager = await session.manager();
  const { arbitrarySchema, KeykistError } = await import("@keykist/core");
  // As they are stored: what a schema makes of a value is for programs that know the schema.
  const secrets = await manager.getSecrets([...new Set(names)], arbitrarySchema, {
    signal: session.signal,
  });
  return [...secrets].map(([name, secret]) => {
    if (KeykistError.is(secret)) throw secret;
    return { from: `the secret ${name}`, variables: secret.content };
  });
}

async function fileInjections(session: Session, files: readonly string[]): Promise<Injection[]> {
  if (files.length === 0) return [];
  const { dotenvInjection } = await import("../running/dotenv-injection.ts");
  const injections: Injection[] = [];
  for (const file of files) injections.push(await dotenvInjection(session, file));
  return injections;
}
