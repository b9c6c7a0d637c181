import { CredentialsError, type CredentialsProblem, LOG_IN } from "./credentials-error.ts";
import { messageOf } from "./status.ts";

/** The text that gRPC puts before a message of Google's library if that gets no token for a call. */
const PREFIX = /^(?:\d+ [A-Z_]+: )?.*?Getting metadata from plugin failed with error: /su;

type Row = readonly [pattern: RegExp, problem: CredentialsProblem, reason: string, hint: string];

const CLOCK =
  "set this machine's clock, which is more than a few minutes off, or make a new key if it was deleted";

/**
 * The errors of the services that give tokens, by the words that Google's library passes on:
 * - OAuth 2.0: https://datatracker.ietf.org/doc/html/rfc6749#section-5.2, and Google's own at
 *   https://developers.google.com/identity/protocols/oauth2/web-server#handlingresponse
 * - STS: https://cloud.google.com/iam/docs/reference/sts/rest, https://datatracker.ietf.org/doc/html/rfc8693#section-2.2.2
 * - IAM credentials: https://cloud.google.com/iam/docs/reference/credentials/rest
 * - the metadata server: https://cloud.google.com/compute/docs/metadata/troubleshoot-metadata-server
 *
 * The first row that matches is used.
 */
const rows: readonly Row[] = [
  [
    /invalid_grant.*(?:JWT|iat|exp\b|reasonable timeframe|not yet valid|expired)|Invalid JWT/isu,
    "invalid",
    "the token service rejects the key's signature, or the time in it",
    CLOCK,
  ],
  [
    /invalid_rapt|rapt_required/u,
    "invalid",
    "the organisation asks for a new login from time to time",
    "run gcloud auth application-default login",
  ],
  [
    /account not found|Gaia id not found/iu,
    "invalid",
    "the account of the credentials does not exist any more",
    LOG_IN,
  ],
  [/invalid_grant/u, "invalid", "the credentials have expired or were revoked", LOG_IN],
  [
    /unable to impersonate|getAccessToken|serviceAccountTokenCreator/iu,
    "denied",
    "the credentials may not act as the service account that they name",
    "grant roles/iam.serviceAccountTokenCreator, or roles/iam.workloadIdentityUser, on that service account",
  ],
  [
    /invalid_target|workload identity pool|Identity Pool/iu,
    "misplaced",
    "the workload identity pool or provider of the credentials does not exist, or is disabled",
    "correct audience in the credentials file, or enable the pool",
  ],
  [
    /admin_policy_enforced|access_denied|org_internal/u,
    "denied",
    "a policy of the organisation denies these credentials",
    "ask the administrator of the organisation to allow the client",
  ],
  [
    /invalid_client|unauthorized_client|disabled_client|deleted_client|unsupported_grant_type|invalid_request/u,
    "invalid",
    "the token service does not accept the client of the credentials",
    LOG_IN,
  ],
  [
    /invalid_scope|permission scopes specified/u,
    "denied",
    "the credentials lack the scope cloud-platform, or the machine has no service account",
    "give the machine a service account with the scope https://www.googleapis.com/auth/cloud-platform",
  ],
  [
    /subject_token|credential_source/u,
    "invalid",
    "the token that the credentials exchange cannot be read",
    "check that the file or URL under credential_source in the credentials file returns a token",
  ],
  [
    /executable|Pluggable Auth/u,
    "invalid",
    "the program that prints the token failed, or is not allowed to run",
    "run it by hand; GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1 allows it",
  ],
  [
    /certificate|self.signed/iu,
    "misplaced",
    "the certificate of the token service is not trusted",
    "set NODE_EXTRA_CA_CERTS to the certificate of the proxy in between",
  ],
  [
    /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|socket hang up|network|timeout|aborted|fetch failed/iu,
    "unreachable",
    "the token service cannot be reached",
    "check that this machine can reach oauth2.googleapis.com, or the metadata server",
  ],
  [
    // The library's words for an answer without an error of OAuth: a page of a proxy, or of a server that is down.
    /Error code undefined/u,
    "unreachable",
    "something other than a token service answered, or one that is not ready",
    "try again; if it fails again, check whether a proxy answers in its place",
  ],
  [
    /status code (?:429|5\d\d)|temporarily_unavailable|internal_failure|slow_down|rate_limit|server_error|Internal Server Error|not valid JSON|Unexpected token/iu,
    "unreachable",
    "the token service is not ready",
    "try again; if it fails again, check whether a proxy answers in its place",
  ],
];

/** The error for a call that was not sent, since there was no token for it; `undefined` for every other error. */
export function refusedToken(error: unknown): CredentialsError | undefined {
  if (error instanceof CredentialsError) return error;
  const message = messageOf(error);
  const isOfLibrary = Reflect.get(Object(error), "name") === "GaxiosError";
  if (!isOfLibrary && !PREFIX.test(message)) return undefined;
  const words = message.replace(PREFIX, "");
  const row = rows.find(([pattern]) => pattern.test(words));
  if (row === undefined)
    return new CredentialsError("invalid", "Google issues no token for the credentials", LOG_IN);
  const [, problem, reason, hint] = row;
  return new CredentialsError(problem, reason, hint);
}
