import type { Classification, ErrorContext } from "@keykist/core";
import { LogError, type LogProblem } from "./manifest-log/log-error.ts";

/*
 * Errors of the client carry gRPC's status as the number `code`, over gRPC and over REST;
 * https://grpc.io/docs/guides/status-codes/.
 */

export const STATUS = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** gRPC's status of an error, where it is one of the client. */
export function statusOf(error: unknown): number | undefined {
  const code: unknown = Reflect.get(Object(error), "code");
  return typeof code === "number" ? code : undefined;
}

/** What a call needs; https://cloud.google.com/secret-manager/docs/access-control. */
const permissions: Readonly<Record<string, readonly [permission: string, role: string]>> = {
  AccessSecretVersion: ["versions.access", "secretAccessor"],
  AddSecretVersion: ["versions.add", "secretVersionAdder"],
  CreateSecret: ["secrets.create", "admin"],
  DestroySecretVersion: ["versions.destroy", "secretVersionManager"],
  GetSecret: ["secrets.get", "viewer"],
  ListSecrets: ["secrets.list", "viewer"],
  ListSecretVersions: ["versions.list", "viewer"],
  UpdateSecret: ["secrets.update", "admin"],
};

function denied(step: string | undefined): Classification {
  const [permission, role] = permissions[step ?? ""] ?? ["versions.access", "secretAccessor"];
  return {
    code: "PERMISSION_DENIED",
    retry: "never",
    outcome: "not_applied",
    hint: `grant secretmanager.${permission}, which roles/secretmanager.${role} has, to the caller`,
  };
}

const throttled: Classification = {
  code: "THROTTLED",
  retry: "safe",
  outcome: "not_applied",
  reason: "a quota of the project or of the secret is used up",
  hint: "wait a minute, or ask for more: https://cloud.google.com/secret-manager/quotas",
};

/** The permission that a call needs, as IAM names it. */
export function permissionFor(step: string): string {
  return `secretmanager.${(permissions[step] ?? ["versions.access"])[0]}`;
}

/** The code, reason and hint where credentials are missing. */
export const UNAUTHENTICATED: Classification & { readonly reason: string; readonly hint: string } =
  {
    code: "UNAUTHENTICATED",
    retry: "never",
    outcome: "not_applied",
    reason: "there are no valid credentials",
    hint: "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
  };

/** Google answers it as a denial, whoever calls; https://cloud.google.com/apis/design/errors, `ErrorInfo`. */
const serviceDisabled: Classification = {
  code: "INVALID_CONFIG",
  retry: "never",
  outcome: "not_applied",
  reason: "the project does not use Secret Manager",
  hint: "run gcloud services enable secretmanager.googleapis.com, or check projectId",
};

const unavailable: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "Secret Manager did not answer",
  hint: "try again",
};

const refused: Classification = {
  code: "INVALID_CONFIG",
  retry: "never",
  outcome: "not_applied",
  reason: "Secret Manager refuses the request",
  hint: "check projectId, location, kmsKeyName and labels of the manager's configuration",
};

const table: ReadonlyMap<number, Classification> = new Map<number, Classification>([
  [STATUS.INVALID_ARGUMENT, refused],
  [
    STATUS.NOT_FOUND,
    {
      ...refused,
      reason: "the project, or a secret that was just made, is not found",
      hint: "check projectId; if it is right, try again",
    },
  ],
  [STATUS.RESOURCE_EXHAUSTED, throttled],
  [STATUS.FAILED_PRECONDITION, { ...refused, reason: "Secret Manager refuses it in this state" }],
  [STATUS.UNAUTHENTICATED, UNAUTHENTICATED],
  [STATUS.UNAVAILABLE, unavailable],
  [STATUS.ABORTED, unavailable],
  [STATUS.INTERNAL, unavailable],
  [STATUS.CANCELLED, unavailable],
  [STATUS.UNKNOWN, unavailable],
  [STATUS.DEADLINE_EXCEEDED, { ...unavailable, code: "TIMEOUT" }],
  [
    STATUS.UNIMPLEMENTED,
    { ...refused, code: "UNSUPPORTED", reason: "the server has no such call", hint: undefined },
  ],
]);

const logProblems: Readonly<Record<LogProblem, Classification>> = {
  damaged: {
    code: "CORRUPT",
    retry: "never",
    hint: "enable what was disabled; what was destroyed is lost: delete the secret and register it again",
  },
  hole: { code: "CORRUPT", retry: "safe", hint: "try again; if it stays, report it" },
  newer: { code: "UNSUPPORTED", retry: "never", hint: "install a later version of @keykist/gcp" },
  busy: { code: "UNAVAILABLE", retry: "safe", hint: "try again" },
};

/** What an error of Secret Manager, or of a manifest log in it, means. */
export function classifyGcpError(
  error: unknown,
  { step }: ErrorContext,
): Classification | undefined {
  if (error instanceof LogError) return { ...logProblems[error.problem], reason: error.message };
  const status = statusOf(error);
  if (status === STATUS.PERMISSION_DENIED)
    return Reflect.get(Object(error), "reason") === "SERVICE_DISABLED"
      ? serviceDisabled
      : denied(step);
  if (status !== undefined) return table.get(status);
  return isWithoutCredentials(error) ? UNAUTHENTICATED : undefined;
}

/** The words of google-auth-library, which has no code for it. */
function isWithoutCredentials(error: unknown): boolean {
  return (
    error instanceof Error && error.message.startsWith("Could not load the default credentials")
  );
}

/** Whether a call surely had no effect. */
export function isRefused(error: unknown): boolean {
  const status = statusOf(error);
  if (status === STATUS.PERMISSION_DENIED) return true;
  return status !== undefined && table.get(status)?.outcome === "not_applied";
}

const passing: ReadonlySet<number | undefined> = new Set([
  STATUS.RESOURCE_EXHAUSTED,
  STATUS.UNAVAILABLE,
  STATUS.ABORTED,
  STATUS.INTERNAL,
  STATUS.DEADLINE_EXCEEDED,
]);

/** Whether a call may succeed if it is made again. */
export function mayPass(error: unknown): boolean {
  return passing.has(statusOf(error));
}
