import type { Classification, ErrorContext } from "@keykist/core";
import { LogError, type LogProblem } from "./manifest-log/log-error.ts";
import { classifyCredentials, CredentialsError } from "./errors/credentials-error.ts";
import {
  locationDenied,
  notAccepted,
  reasons,
  throttled,
  unsupported,
} from "./errors/error-reasons.ts";
import { denied } from "./errors/permissions.ts";
import { refusedToken } from "./errors/refused-token.ts";
import { messageOf, STATUS, statusOf } from "./errors/status.ts";
import { classifyWriteFailure, WriteFailure } from "./errors/write-failure.ts";

const unavailable: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "Secret Manager did not answer",
  hint: "try again; if it goes on, look at the network, and at apiEndpoint and location of the manager's configuration",
};

const refused: Classification = {
  code: "INVALID_CONFIG",
  retry: "never",
  outcome: "not_applied",
  reason: "Secret Manager refuses the request",
  hint: "check projectId, location, replication, kmsKeyName and labels of the manager's configuration",
};

/**
 * The statuses of gRPC that Google's services give; https://cloud.google.com/apis/design/errors. `UNKNOWN` has no row: it
 * is what a server says of an error that nobody foresaw, and must not become "try again".
 */
const statuses: ReadonlyMap<number, Classification> = new Map<number, Classification>([
  [STATUS.CANCELLED, unavailable],
  [STATUS.INVALID_ARGUMENT, refused],
  [STATUS.DEADLINE_EXCEEDED, { ...unavailable, code: "TIMEOUT" }],
  [
    STATUS.NOT_FOUND,
    {
      ...refused,
      reason: "the project, or a secret that was just made, is not found",
      hint: "check projectId; if it is right, try again",
    },
  ],
  [STATUS.ALREADY_EXISTS, { ...refused, reason: "it exists already" }],
  [STATUS.RESOURCE_EXHAUSTED, throttled],
  [STATUS.FAILED_PRECONDITION, { ...refused, reason: "Secret Manager refuses it in this state" }],
  [STATUS.ABORTED, unavailable],
  [STATUS.OUT_OF_RANGE, refused],
  [STATUS.UNIMPLEMENTED, unsupported],
  [STATUS.INTERNAL, unavailable],
  [STATUS.UNAVAILABLE, unavailable],
  [
    STATUS.DATA_LOSS,
    {
      code: "CORRUPT",
      retry: "never",
      reason: "Secret Manager says that it has lost data",
      hint: "ask Google's support, with the request id of the cause",
    },
  ],
  [STATUS.UNAUTHENTICATED, notAccepted],
]);

const logProblems: Readonly<Record<LogProblem, Classification>> = {
  damaged: {
    code: "CORRUPT",
    retry: "never",
    hint:
      "enable what was disabled; where it was destroyed or deleted, update the secret with its whole content, " +
      "or delete it and register it again",
  },
  hole: { code: "CORRUPT", retry: "safe", hint: "try again; if it stays, report it" },
  newer: { code: "UNSUPPORTED", retry: "never", hint: "install a later version of @keykist/gcp" },
  busy: { code: "UNAVAILABLE", retry: "safe", hint: "try again" },
};

/** The key of Cloud KMS, as Secret Manager speaks of it in a denial or a state. */
const ENCRYPTION = /cryptoKey|cloudkms|\bKMS\b/iu;

const keyUnusable: Classification = {
  code: "PERMISSION_DENIED",
  retry: "never",
  outcome: "not_applied",
  reason: "the Cloud KMS key of the secret cannot be used",
  hint:
    "enable the key version that the cause names, or grant roles/cloudkms.cryptoKeyEncrypterDecrypter on the key to " +
    "the service agent of Secret Manager; then all its secrets can be read again",
};

/** gRPC's words for a server that has no address, as that of a region that Google does not have. */
const UNRESOLVED = /Name resolution failed|ENOTFOUND/u;

const unresolved: Classification = {
  ...unavailable,
  outcome: "not_applied",
  reason: "the name of the server cannot be resolved",
  hint: "check location and apiEndpoint of the manager's configuration, and the network",
};

/** gRPC's words for a response that is not from a gRPC server. */
const HTTP_STATUS = /Received HTTP status code (?<code>\d+)/u;

const proxied: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "something other than Secret Manager answered, such as a proxy or a firewall",
  hint: "check which proxy or firewall stands between this machine and apiEndpoint",
};

const proxyDenied: Classification = {
  ...proxied,
  code: "PERMISSION_DENIED",
  retry: "never",
  outcome: "not_applied",
};

/** Classifies an error of Secret Manager, of credentials, or of a manifest log. */
export function classifyGcpError(
  error: unknown,
  { step }: Pick<ErrorContext, "step">,
): Classification | undefined {
  if (error instanceof LogError)
    return {
      ...logProblems[error.problem],
      reason: error.message,
      ...(error.hint !== undefined && { hint: error.hint }),
    };
  if (error instanceof WriteFailure)
    return classifyWriteFailure(error, classifyGcpError(error.ending, { step }));
  if (error instanceof CredentialsError) return classifyCredentials(error);
  const token = refusedToken(error);
  if (token !== undefined) return classifyCredentials(token);
  const message = messageOf(error);
  // The body of an answer that is not JSON.
  if (error instanceof SyntaxError) return proxied;
  const http = HTTP_STATUS.exec(message)?.groups?.["code"];
  if (http !== undefined) return ["401", "403", "407"].includes(http) ? proxyDenied : proxied;
  return classifyAnswer(error, message, step);
}

function classifyAnswer(
  error: unknown,
  message: string,
  step: string | undefined,
): Classification | undefined {
  const status = statusOf(error);
  if (status === undefined) return undefined;
  const reason: unknown = Reflect.get(Object(error), "reason");
  const known = typeof reason === "string" ? reasons.get(reason) : undefined;
  if (known !== undefined) return known;
  const isAboutState = status === STATUS.FAILED_PRECONDITION || status === STATUS.PERMISSION_DENIED;
  if (isAboutState && message.includes("constraints/gcp.")) return locationDenied;
  if (isAboutState && ENCRYPTION.test(message)) return keyUnusable;
  if (status === STATUS.UNAVAILABLE && UNRESOLVED.test(message)) return unresolved;
  return status === STATUS.PERMISSION_DENIED ? denied(step) : statuses.get(status);
}

/** Reports whether a call surely had no effect. */
export function isRefused(error: unknown): boolean {
  return classifyGcpError(error, { step: undefined })?.outcome === "not_applied";
}

/** Reports whether an error came from Secret Manager or on the way to it, and not from a defect here. */
export function isOfBackend(error: unknown): boolean {
  return (
    statusOf(error) !== undefined || classifyGcpError(error, { step: undefined }) !== undefined
  );
}

const passing: ReadonlySet<number | undefined> = new Set([
  STATUS.RESOURCE_EXHAUSTED,
  STATUS.UNAVAILABLE,
  STATUS.ABORTED,
  STATUS.INTERNAL,
  STATUS.DEADLINE_EXCEEDED,
]);

/** Reports whether a call may succeed if it is made again. */
export function mayPass(error: unknown): boolean {
  const token = refusedToken(error);
  return token === undefined ? passing.has(statusOf(error)) : token.problem === "unreachable";
}
