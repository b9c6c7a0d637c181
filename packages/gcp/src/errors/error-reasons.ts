import type { Classification } from "@keykist/core";
import { LOG_IN } from "./credentials-error.ts";

const never = { retry: "never", outcome: "not_applied" } as const;

export const throttled: Classification = {
  code: "THROTTLED",
  retry: "safe",
  outcome: "not_applied",
  reason: "a quota of the project or of the secret is used up",
  hint: "wait a minute, or ask for more: https://cloud.google.com/secret-manager/quotas",
};

/** Denied by a policy of locations. The hint names the options that keep secrets elsewhere. */
export const locationDenied: Classification = {
  ...never,
  code: "INVALID_CONFIG",
  reason: "a policy of the organisation does not allow secrets in this location",
  hint: "set replication to the locations that are allowed, or location for regional secrets",
};

const serviceDisabled: Classification = {
  ...never,
  code: "INVALID_CONFIG",
  reason: "the project does not use Secret Manager",
  hint: "run gcloud services enable secretmanager.googleapis.com, or check projectId",
};

const projectInvalid: Classification = {
  ...never,
  code: "INVALID_CONFIG",
  reason: "the project, or the quota project of the credentials, does not exist",
  hint: "check projectId, and GOOGLE_CLOUD_QUOTA_PROJECT",
};

const suspended: Classification = {
  ...never,
  code: "PERMISSION_DENIED",
  reason: "Google has suspended the project or the account",
  hint: "open the project in the Google Cloud console, which shows the reason",
};

const perimeter: Classification = {
  ...never,
  code: "PERMISSION_DENIED",
  reason:
    "a policy of the organisation denies the call: VPC Service Controls, or a restriction of organisations",
  hint: "ask the administrator of the organisation to allow secretmanager.googleapis.com from here",
};

const apiKey: Classification = {
  ...never,
  code: "UNAUTHENTICATED",
  reason: "an API key was sent, which Secret Manager does not accept",
  hint: LOG_IN,
};

const notAccepted: Classification = {
  ...never,
  code: "UNAUTHENTICATED",
  reason: "Google does not accept the credentials",
  hint: `${LOG_IN}; if they are right, check this machine's clock`,
};

const blocked: Classification = {
  ...never,
  code: "UNAUTHENTICATED",
  reason: "the account of the credentials is disabled or blocked",
  hint: "ask the administrator of the account, or use other credentials",
};

const unsupported: Classification = {
  ...never,
  code: "UNSUPPORTED",
  reason: "the server does not support this call",
  hint: "check apiEndpoint",
};

function named(classification: Classification, reasons: string): [string, Classification][] {
  return reasons.split(" ").map((reason) => [reason, classification]);
}

/**
 * The reasons that Google's services give beside a status, `google.api.ErrorReason`:
 * https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto. `IAM_PERMISSION_DENIED` is left to the
 * status, since what is missing follows from the call.
 */
export const reasons: ReadonlyMap<string, Classification> = new Map([
  ...named(serviceDisabled, "SERVICE_DISABLED SERVICE_NOT_VISIBLE"),
  ...named(
    {
      ...never,
      code: "INVALID_CONFIG",
      reason: "the project has no billing account",
      hint: "link one: gcloud billing projects link",
    },
    "BILLING_DISABLED",
  ),
  ...named(projectInvalid, "CONSUMER_INVALID RESOURCE_PROJECT_INVALID"),
  ...named(suspended, "CONSUMER_SUSPENDED GCP_SUSPENDED"),
  ...named(
    {
      ...never,
      code: "PERMISSION_DENIED",
      reason: "the credentials may not use their quota project",
      hint: "grant roles/serviceusage.serviceUsageConsumer on it, or run gcloud auth application-default set-quota-project",
    },
    "USER_PROJECT_DENIED",
  ),
  ...named(
    {
      ...never,
      code: "PERMISSION_DENIED",
      reason: "the credentials lack the scope cloud-platform",
      hint: "give them the scope https://www.googleapis.com/auth/cloud-platform",
    },
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
  ),
  ...named(throttled, "RATE_LIMIT_EXCEEDED RESOURCE_QUOTA_EXCEEDED EMULATOR_QUOTA_EXCEEDED"),
  ...named(
    locationDenied,
    "LOCATION_TAX_POLICY_VIOLATED LOCATION_POLICY_VIOLATED LOCATION_ORG_POLICY_VIOLATED",
  ),
  ...named(
    perimeter,
    "SECURITY_POLICY_VIOLATED ORG_RESTRICTION_VIOLATION ORG_RESTRICTION_HEADER_INVALID " +
      "RESOURCE_USAGE_RESTRICTION_VIOLATED ENDPOINT_USAGE_RESTRICTION_VIOLATED TLS_ORG_POLICY_VIOLATED " +
      "TLS_CIPHER_RESTRICTION_VIOLATED",
  ),
  ...named(
    apiKey,
    "API_KEY_INVALID API_KEY_SERVICE_BLOCKED API_KEY_HTTP_REFERRER_BLOCKED API_KEY_IP_ADDRESS_BLOCKED " +
      "API_KEY_ANDROID_APP_BLOCKED API_KEY_IOS_APP_BLOCKED",
  ),
  ...named(
    notAccepted,
    "ACCESS_TOKEN_EXPIRED ACCESS_TOKEN_TYPE_UNSUPPORTED CREDENTIALS_MISSING SESSION_COOKIE_INVALID JWT_TOKEN_INVALID " +
      "CREDENTIAL_TYPE_UNSUPPORTED OVERLOADED_CREDENTIALS CREDENTIAL_ANDROID_APP_INVALID MISSING_ORIGIN",
  ),
  ...named(blocked, "ACCOUNT_STATE_INVALID USER_BLOCKED_BY_ADMIN ACCOUNT_TYPE_UNSUPPORTED"),
  ...named(unsupported, "SYSTEM_PARAMETER_UNSUPPORTED MCP_SERVER_DISABLED"),
]);

export { notAccepted, unsupported };
