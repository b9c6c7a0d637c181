import type { Classification } from "@keykist/core";

/** The meanings of AWS's errors, whichever service returns them. */

const NEVER = { retry: "never", outcome: "not_applied" } as const;

export const throttled: Classification = {
  code: "THROTTLED",
  retry: "safe",
  outcome: "not_applied",
  reason: "AWS's rate limit is exceeded",
  hint: "wait and try again, or ask AWS for a higher quota of Secrets Manager",
};

export const noCredentials: Classification = {
  ...NEVER,
  code: "UNAUTHENTICATED",
  reason: "no AWS credentials were found",
  hint: "log in with `aws sso login` or `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
};

export const expired: Classification = {
  ...NEVER,
  code: "UNAUTHENTICATED",
  reason: "the AWS credentials have expired",
  hint: "get new ones, for example with `aws sso login`",
};

export const notAccepted: Classification = {
  ...NEVER,
  code: "UNAUTHENTICATED",
  reason: "AWS does not accept the credentials",
  hint: "check whose they are with `aws sts get-caller-identity`, and that they belong to this region and endpoint",
};

export const wrongClock: Classification = {
  ...NEVER,
  code: "UNAUTHENTICATED",
  reason: "AWS does not accept the time of the request: the clock of this machine is wrong",
  hint: "set the clock, for example with `timedatectl set-ntp true`, then try again",
};

export const failing: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "AWS Secrets Manager returned a server error",
  hint: "try again; https://health.aws.amazon.com/health/status tells of an outage",
};

export const cutOff: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "the connection to AWS failed",
  hint: "check the network, and the manager's region, endpoint and proxy",
};

export const notReached: Classification = { ...cutOff, outcome: "not_applied" };

export const untrusted: Classification = {
  ...NEVER,
  code: "UNAVAILABLE",
  reason: "the server's certificate is not trusted",
  hint: "set NODE_EXTRA_CA_CERTS to the certificates of your network, or check the manager's endpoint",
};

export const proxyRefuses: Classification = {
  ...NEVER,
  code: "UNAVAILABLE",
  reason: "the proxy does not connect to AWS",
  hint: "check HTTPS_PROXY, NO_PROXY and the manager's proxy, and which hosts the proxy allows",
};

/** A response that is not from AWS. Nobody knows whether the request reached AWS. */
export const notAws: Classification = {
  code: "UNAVAILABLE",
  retry: "never",
  reason: "something other than AWS answered, such as a proxy or a login page",
  hint: "check HTTPS_PROXY, NO_PROXY, and the manager's proxy and endpoint",
};

export const denied: Classification = { ...NEVER, code: "PERMISSION_DENIED" };

export const keyUnusable: Classification = {
  ...NEVER,
  code: "PERMISSION_DENIED",
  reason: "the KMS key of the secret cannot be used",
  hint: "allow kms:Decrypt and kms:GenerateDataKey on the key, and check that it exists and is enabled",
};

export const keyFailing: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "AWS KMS returned an error for the secret's key, or did not respond",
  hint: "try again; https://health.aws.amazon.com/health/status tells of an outage",
};

export const refused: Classification = {
  ...NEVER,
  code: "INVALID_CONFIG",
  reason: "AWS does not accept a setting of the request",
  hint: "check kmsKeyId, tags, recoveryWindowDays and endpoint in the manager's config; the cause has AWS's words",
};

export const tagPolicy: Classification = {
  ...NEVER,
  code: "INVALID_CONFIG",
  reason: "a tag policy of the organisation does not allow the tags of the secret",
  hint: "set tags in the manager's config as the policy requires; the cause has AWS's words. keykist's own tags begin with keykist:",
};

export const otherState: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "AWS does not allow this operation in the secret's current state",
  hint: "look at it with `aws secretsmanager describe-secret`, then try again",
};

export const lostPlace: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "AWS no longer accepts its page token for this listing",
  hint: "list again",
};

export const exists: Classification = { ...NEVER, code: "SECRET_EXISTS" };

export const notFound: Classification = {
  ...NEVER,
  code: "SECRET_NOT_FOUND",
  hint: "check that region and credentials are those of the account that has the secret",
};

export const noService: Classification = {
  ...NEVER,
  code: "UNSUPPORTED",
  reason: "the server is not AWS Secrets Manager, or lacks this call",
  hint: "look at the manager's endpoint",
};

export const noRegion: Classification = {
  ...NEVER,
  code: "INVALID_CONFIG",
  reason: "no AWS region is set",
  hint: "set region in the manager's config, or AWS_REGION",
};

export const badRegion: Classification = {
  ...NEVER,
  code: "INVALID_CONFIG",
  reason: "the AWS region is not valid",
  hint: "look for blanks and typing mistakes in the manager's region, in AWS_REGION and in the profile; a valid region is `eu-west-1`",
};

/** Too many versions in a day. */
export const VERSION_QUOTA: Classification = {
  ...NEVER,
  code: "LIMIT_EXCEEDED",
  reason:
    "AWS keeps every version of a secret for 24 hours, and no more than about 100; the secret was written more often than that",
  hint: "wait until its oldest versions are 24 hours old, and write it at most every 15 minutes over a day",
};

export const SECRET_QUOTA: Classification = {
  ...NEVER,
  code: "LIMIT_EXCEEDED",
  reason: "a quota of Secrets Manager in this account and region is used up",
  hint: "see Service Quotas in the AWS console",
};
