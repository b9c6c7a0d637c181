import type { Classification, ErrorContext } from "@keykist/core";
import { AwsStateError } from "./aws-state-error.ts";

/*
 * The SDK maps errors by their name. Those of the service:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html, under each operation;
 * those of every AWS service: https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html.
 */

const throttled: Classification = {
  code: "THROTTLED",
  retry: "safe",
  outcome: "not_applied",
  reason: "AWS refuses so many calls",
  hint: "wait and try again, or ask AWS for a higher quota of Secrets Manager",
};

const noCredentials: Classification = {
  code: "UNAUTHENTICATED",
  retry: "never",
  outcome: "not_applied",
  reason: "no AWS credentials were found",
  hint: "log in with `aws sso login` or `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
};

const expired: Classification = {
  code: "UNAUTHENTICATED",
  retry: "never",
  outcome: "not_applied",
  reason: "the AWS credentials have expired",
  hint: "get new ones, as with `aws sso login`",
};

const notAccepted: Classification = {
  code: "UNAUTHENTICATED",
  retry: "never",
  outcome: "not_applied",
  reason: "AWS does not accept the credentials",
  hint: "see whose they are with `aws sts get-caller-identity`, and that region and endpoint are theirs",
};

const failing: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "AWS Secrets Manager fails",
  hint: "try again; https://health.aws.amazon.com/health/status tells of an outage",
};

const cutOff: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  reason: "the connection to AWS failed",
  hint: "look at the network, and at the manager's region and endpoint",
};

const notReached: Classification = { ...cutOff, outcome: "not_applied" };

const denied: Classification = {
  code: "PERMISSION_DENIED",
  retry: "never",
  outcome: "not_applied",
};

const key: Classification = {
  code: "PERMISSION_DENIED",
  retry: "never",
  outcome: "not_applied",
  reason: "the KMS key of the secret cannot be used",
  hint: "allow kms:Decrypt and kms:GenerateDataKey with the key, and see that it is enabled",
};

const refused: Classification = {
  code: "INVALID_CONFIG",
  retry: "never",
  outcome: "not_applied",
  reason: "AWS does not accept what it is asked",
  hint: "look at kmsKeyId, tags, recoveryWindowDays and endpoint in the manager's config; the cause has AWS's words",
};

const otherState: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "AWS cannot do this to the secret in its present state",
  hint: "look at it with `aws secretsmanager describe-secret`, then try again",
};

const noService: Classification = {
  code: "UNSUPPORTED",
  retry: "never",
  outcome: "not_applied",
  reason: "what answers there is not AWS Secrets Manager, or lacks this call",
  hint: "look at the manager's endpoint",
};

const noRegion: Classification = {
  code: "INVALID_CONFIG",
  retry: "never",
  outcome: "not_applied",
  reason: "no AWS region is set",
  hint: "set region in the manager's config, or AWS_REGION",
};

/** Too many versions in a day. */
export const VERSION_QUOTA: Classification = {
  code: "LIMIT_EXCEEDED",
  retry: "never",
  outcome: "not_applied",
  reason:
    "AWS keeps every version of a secret for 24 hours, and no more than about 100; the secret was written more often than that",
  hint: "wait until its oldest versions are 24 hours old, and write it at most every 15 minutes over a day",
};

const SECRET_QUOTA: Classification = {
  code: "LIMIT_EXCEEDED",
  retry: "never",
  outcome: "not_applied",
  reason: "a quota of Secrets Manager in this account and region is used up",
  hint: "see Service Quotas in the AWS console",
};

function named(classification: Classification, names: string): [string, Classification][] {
  return names.split(" ").map((name) => [name, classification]);
}

const table: ReadonlyMap<string, Classification> = new Map([
  // Those that Secrets Manager documents.
  ...named(key, "DecryptionFailure EncryptionFailure"),
  ...named(failing, "InternalServiceError InternalServiceErrorException"),
  ...named(
    refused,
    "InvalidParameterException MalformedPolicyDocumentException PublicPolicyException",
  ),
  ...named(VERSION_QUOTA, "LimitExceededException"),
  ...named(otherState, "InvalidRequestException PreconditionNotMetException"),
  ...named(
    {
      code: "UNAVAILABLE",
      retry: "safe",
      reason: "AWS has lost its place in the listing",
      hint: "list again",
    },
    "InvalidNextTokenException",
  ),
  ...named(
    {
      code: "SECRET_EXISTS",
      retry: "never",
      outcome: "not_applied",
    },
    "ResourceExistsException",
  ),
  ...named(
    {
      code: "SECRET_NOT_FOUND",
      retry: "never",
      outcome: "not_applied",
      hint: "see that region and credentials are those of the account that has the secret",
    },
    "ResourceNotFoundException",
  ),
  // Those that every service has.
  ...named(
    throttled,
    "ThrottlingException Throttling ThrottledException RequestThrottledException RequestThrottled TooManyRequestsException RequestLimitExceeded BandwidthLimitExceeded ProvisionedThroughputExceededException PriorRequestNotComplete TransactionInProgressException SlowDown EC2ThrottledException",
  ),
  ...named(
    denied,
    "AccessDeniedException AccessDenied UnauthorizedOperation NotAuthorizedException",
  ),
  ...named(expired, "ExpiredTokenException ExpiredToken RequestExpired"),
  ...named(noCredentials, "CredentialsProviderError TokenProviderError MissingAuthenticationToken"),
  ...named(noCredentials, "MissingAuthenticationTokenException"),
  ...named(
    notAccepted,
    "UnrecognizedClientException UnrecognizedClient InvalidClientTokenId InvalidClientTokenIdException InvalidAccessKeyId InvalidSignatureException InvalidSignature SignatureDoesNotMatch IncompleteSignature IncompleteSignatureException AuthFailure NotAuthorized OptInRequired",
  ),
  ...named(
    failing,
    "InternalFailure InternalServerError InternalServerException InternalError ServiceUnavailable ServiceUnavailableException ServiceException",
  ),
  ...named(refused, "ValidationException ValidationError SerializationException"),
  ...named(noService, "InvalidAction UnknownOperationException UnsupportedOperation"),
  // Those of the SDK and of Node, before or instead of an answer.
  ...named(cutOff, "TimeoutError RequestTimeout RequestTimeoutException NetworkingError"),
]);

const codes: ReadonlyMap<unknown, Classification> = new Map([
  ...named(
    notReached,
    "ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH EHOSTDOWN ENETDOWN",
  ),
  ...named(cutOff, "ECONNRESET EPIPE ETIMEDOUT ECONNABORTED ERR_STREAM_PREMATURE_CLOSE EPROTO"),
  ...named(
    {
      code: "UNAVAILABLE",
      retry: "never",
      outcome: "not_applied",
      reason: "the server's certificate is not trusted",
      hint: "set NODE_EXTRA_CA_CERTS to the certificates of your network, or look at the manager's endpoint",
    },
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE SELF_SIGNED_CERT_IN_CHAIN DEPTH_ZERO_SELF_SIGNED_CERT CERT_HAS_EXPIRED ERR_TLS_CERT_ALTNAME_INVALID UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  ),
]);

/** What may be retried: the words of AWS for it, or of the network. */
export function isTransient(error: unknown): boolean {
  const classified = classifyByKind(error);
  return (
    classified?.retry === "safe" &&
    (classified.code === "THROTTLED" || classified === failing || isOfNetwork(classified))
  );
}

function isOfNetwork(classification: Classification): boolean {
  return classification === cutOff || classification === notReached;
}

/** Whether AWS is known not to have carried out the call that failed so. */
export function isNotApplied(error: unknown): boolean {
  return classifyByKind(error)?.outcome === "not_applied";
}

/** Reports whether AWS says that the caller lacks a permission. */
export function isDenied(error: unknown): boolean {
  return classifyByKind(error) === denied;
}

/** Reports whether AWS refuses the caller, whatever secret is asked for. */
export function isDeniedToCaller(error: unknown): boolean {
  const classified = error instanceof AwsStateError ? error.classification : classifyByKind(error);
  return classified?.code === "PERMISSION_DENIED" || classified?.code === "UNAUTHENTICATED";
}

/** Whether an error is one of AWS of this name. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(nameOf(error));
}

function nameOf(error: unknown): string {
  const name: unknown = Reflect.get(Object(error), "name");
  return typeof name === "string" ? name : "";
}

function statusOf(error: unknown): number {
  const status: unknown = Reflect.get(
    Object(Reflect.get(Object(error), "$metadata")),
    "httpStatusCode",
  );
  return typeof status === "number" ? status : 0;
}

/** What an error is, whatever was asked. */
function classifyByKind(error: unknown): Classification | undefined {
  const known = table.get(nameOf(error)) ?? codes.get(Reflect.get(Object(error), "code"));
  if (known !== undefined) return known;
  const status = statusOf(error);
  if (status === 429) return throttled;
  if (status >= 500) return failing;
  return error instanceof Error && error.message === "Region is missing" ? noRegion : undefined;
}

/** The action that AWS's own words say is denied. Permissions on one call can be those of another, as to tag. */
function deniedAction(error: unknown): string | undefined {
  const message: unknown = Reflect.get(Object(error), "message");
  if (typeof message !== "string") return undefined;
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/u.exec(message)?.[1];
}

/** The IAM actions that a step needs; of a read, which is made of two, both: who lacks one often lacks the other. */
function actionsOf(step: string | undefined): string {
  return step === "GetSecretValue" || step === "DescribeSecret"
    ? "secretsmanager:GetSecretValue and secretsmanager:DescribeSecret"
    : `secretsmanager:${step ?? "*"}`;
}

/** What an error of AWS means, in the step that it came from. */
export function classifyAwsError(
  error: unknown,
  { step }: ErrorContext,
): Classification | undefined {
  if (error instanceof AwsStateError) return error.classification;
  const classified = classifyByKind(error);
  if (classified === denied) {
    const action = deniedAction(error) ?? actionsOf(step);
    return { ...denied, hint: `allow ${action} on the secret` };
  }
  if (classified === VERSION_QUOTA && step === "CreateSecret") return SECRET_QUOTA;
  return classified;
}
