import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Diagnosis } from "@keykist/core";
import type { AwsClient, AwsSdk } from "../client/aws-client.ts";
import { classifyAwsError } from "../errors.ts";
import { CredentialsFailure } from "../errors/credentials-failure.ts";
import { type Problem, problemOf } from "./problem-of.ts";
import { type Probe, probes } from "./probes.ts";
import { lookForUnendedDeletions } from "./unended-deletions.ts";

const CONTEXT = { operation: "describeSecret", step: undefined } as const;

/** What is looked at. */
export interface DiagnosisSubject {
  readonly sdk: AwsSdk;
  /** The client that calls are made with; not closed here. */
  readonly client: AwsClient;
  /** The settings of a client that the manager has made; `undefined` where the caller has given one. */
  readonly settings: SecretsManagerClient["config"] | undefined;
  /** Set where another server than AWS's own is called; no other is asked then. */
  readonly endpoint: string | undefined;
  /** What the names of all secrets of the manager begin with: a policy may allow those alone. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/**
 * Who calls AWS, what they may not do there, and which deletions did not finish, one finding each. Changes nothing.
 */
export async function* diagnose(subject: DiagnosisSubject): AsyncIterable<Diagnosis> {
  if (subject.settings !== undefined) {
    const credentials = await lookAtCredentials(subject.settings);
    yield credentials;
    if (credentials.status === "problem") return;
    const identity = await lookAtIdentity(subject, subject.settings);
    yield identity;
    if (identity.status === "problem") return;
  }
  yield* lookAtPermissions(subject);
}

async function lookAtCredentials(settings: SecretsManagerClient["config"]): Promise<Diagnosis> {
  try {
    const [{ accessKeyId, expiration }, region] = await Promise.all([
      settings.credentials(),
      settings.region(),
    ]);
    const until = expiration === undefined ? "" : `, until ${expiration.toISOString()}`;
    return { status: "ok", about: "credentials", says: `${accessKeyId}${until}, in ${region}` };
  } catch (error) {
    const isRegion = classifyAwsError(error, CONTEXT)?.code === "INVALID_CONFIG";
    return problemOf("credentials", isRegion ? error : new CredentialsFailure(error));
  }
}

/** STS tells it to everybody, also to those who may do nothing. */
async function lookAtIdentity(
  { endpoint, signal }: DiagnosisSubject,
  settings: SecretsManagerClient["config"],
): Promise<Diagnosis> {
  try {
    const { STSClient, GetCallerIdentityCommand } = await import("./sts-sdk.ts");
    // By the same way, through the same proxy. Its connections are closed with those of the manager.
    const client = new STSClient({
      maxAttempts: 2,
      region: settings.region,
      credentials: settings.credentials,
      requestHandler: settings.requestHandler,
      useFipsEndpoint: settings.useFipsEndpoint,
      useDualstackEndpoint: settings.useDualstackEndpoint,
      ...(endpoint !== undefined && { endpoint }),
    });
    const { Arn, Account } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: signal,
    });
    return { status: "ok", about: "identity", says: `${Arn}, of the account ${Account}` };
  } catch (error) {
    const problem = problemOf("identity", error);
    if (problem.code === "UNAUTHENTICATED") return problem;
    // A private network may reach Secrets Manager and not STS, which no secret needs.
    return { status: "note", about: "identity", says: `not known: ${problem.says}` };
  }
}

async function* lookAtPermissions(subject: DiagnosisSubject): AsyncIterable<Diagnosis> {
  const { sdk, client, prefix, signal } = subject;
  const denied: Probe[] = [];
  const unanswered: Probe[] = [];
  const all = probes(sdk, prefix);
  for (const probe of all) {
    const problem = await failureOf(() => probe.send(client, { abortSignal: signal }));
    if (problem === undefined) continue;
    if (problem.code === "PERMISSION_DENIED") {
      denied.push(probe);
      continue;
    }
    if (probe === all[0] || signal.aborted) {
      // It says nothing about permission, and the other calls would fail alike.
      yield problem;
      return;
    }
    unanswered.push(probe);
    yield {
      status: "note",
      about: "permission",
      says: `secretsmanager:${probe.action} is not known: ${problem.says}`,
    };
  }
  const isReader = all.every((probe) => probe.for === "reading" || denied.includes(probe));
  for (const { action, for: purpose } of denied) {
    const says = `secretsmanager:${action} is not allowed on ${prefix || "secrets"}${prefix && "*"}`;
    // Whoever may write nothing at all is a reader, and means to be.
    yield isReader && purpose === "writing"
      ? { status: "note", about: "permission", says }
      : {
          status: "problem",
          about: "permission",
          says,
          next: `allow the IAM action secretsmanager:${action}; the README of @keykist/aws has a policy per role`,
          code: "PERMISSION_DENIED",
        };
  }
  const allowed = all.length - denied.length - unanswered.length;
  yield {
    status: "note",
    about: "permission",
    says: `${allowed} of ${all.length} actions are allowed; secretsmanager:CreateSecret is not tried, it would make a secret`,
  };
  // It would only say again that lists are denied, or that AWS does not answer.
  if (![...denied, ...unanswered].some(({ action }) => action === "ListSecrets"))
    yield* lookForUnendedDeletions(subject);
}

/** What keeps a call from getting as far as the secret, which there is none of. */
async function failureOf(run: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    const problem = problemOf("permission", error);
    return problem.code === "SECRET_NOT_FOUND" ? undefined : problem;
  }
}
