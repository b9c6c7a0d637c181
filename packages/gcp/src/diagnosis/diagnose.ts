import type { Diagnosis, PathScope } from "@keykist/core";
import { endpointOf, type GcpClient, openClient, type OpenedClient, start } from "../client.ts";
import type { GcpConfig } from "../config.ts";
import { GcpSecrets } from "../gcp-secrets.ts";
import { lookAtCredentials } from "./credentials.ts";
import { lookAtDrift } from "./drift.ts";
import { lookAtEnvironment } from "./environment.ts";
import { lookingCall } from "./looking-call.ts";
import { lookAtPermissions } from "./permissions.ts";
import { projectOf } from "../project.ts";
import { problemOf } from "./problem-of.ts";

/** What is looked at. */
export interface DiagnosisSubject {
  readonly config: GcpConfig;
  /** The client that the caller has given; not closed here. */
  readonly client: GcpClient | undefined;
  readonly scope: Pick<PathScope, "prefix" | "nameOf">;
  readonly signal: AbortSignal;
}

/**
 * Who calls Secret Manager and in which project, what is not allowed there, and where secrets are not as keykist has left
 * them. Changes nothing, and says no value.
 */
export async function* diagnose(subject: DiagnosisSubject): AsyncGenerator<Diagnosis, void> {
  const { config, client } = subject;
  yield* lookAtEnvironment(process.env);
  let own: OpenedClient | undefined;
  try {
    if (client === undefined) own = await openClient(config);
    else await start(client);
  } catch (error) {
    yield problemOf(error, { about: "credentials" });
    return;
  }
  if (client !== undefined) yield* lookAtProject(client, subject);
  if (own === undefined) return;
  try {
    const credentials = endpointOf(config).plaintext
      ? noCredentials(config)
      : await lookAtCredentials(own.credentials);
    yield credentials;
    if (credentials.status !== "problem") yield* lookAtProject(own.client, subject);
  } finally {
    await own.close();
  }
}

function noCredentials({ apiEndpoint }: GcpConfig): Diagnosis {
  const says = `none are used: ${apiEndpoint} is an emulator`;
  return { status: "note", about: "credentials", says };
}

async function* lookAtProject(
  client: GcpClient,
  { config, scope, signal }: DiagnosisSubject,
): AsyncGenerator<Diagnosis, void> {
  let project: string;
  try {
    project = await projectOf(client, config, lookingCall(signal));
  } catch (error) {
    yield problemOf(error, { about: "project" });
    return;
  }
  const secrets = new GcpSecrets(client, project, config);
  const from = config.projectId === undefined ? "of the credentials" : "of the configuration";
  yield { status: "ok", about: "project", says: `${secrets.parent}, ${from}` };
  const { looking } = yield* lookAtPermissions(secrets, scope.prefix, signal);
  if (!looking) return;
  try {
    yield* lookAtDrift(secrets, scope, lookingCall(signal));
  } catch (error) {
    yield signal.aborted
      ? { status: "note", about: "secrets", says: "not all were looked at: the time was up" }
      : problemOf(error, { about: "secrets" });
  }
}
