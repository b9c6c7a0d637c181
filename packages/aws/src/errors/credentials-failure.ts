import type { Classification } from "@keykist/core";
import * as is from "./classifications.ts";
import { denialOf } from "./denial.ts";
import { messageOf, nameOf, statusOf } from "./error-members.ts";
import { NETWORK_ERRORS, rows, SERVICE_ERRORS } from "./service-errors.ts";

/**
 * The failure to obtain credentials. It has a class of its own because the services that issue credentials use some
 * error names of Secrets Manager with other meanings.
 */
export class CredentialsFailure extends Error {
  readonly $metadata: unknown;
  /** The error of the SDK. */
  readonly source: unknown;

  /** The profile that was asked for. */
  readonly profile: string | undefined;

  constructor(source: unknown, profile?: string) {
    super(messageOf(source));
    this.name = nameOf(source) || "CredentialsFailure";
    this.$metadata = Reflect.get(Object(source), "$metadata");
    this.source = source;
    this.profile = profile;
  }
}

const unavailable: Classification = {
  code: "UNAVAILABLE",
  retry: "safe",
  outcome: "not_applied",
  reason: "the service for AWS credentials cannot be reached, or returned an error",
  hint: "check the network, and try again; the cause has the SDK's words",
};

const notObtained: Classification = {
  ...is.noCredentials,
  reason: "the AWS credentials cannot be obtained",
  hint: "the cause has the SDK's words; `aws sts get-caller-identity` searches the same places",
};

const noProfile: Classification = {
  ...is.noCredentials,
  reason: "the AWS profile is not complete, or does not exist",
  hint: "check AWS_PROFILE and the manager's profile, and the profile in ~/.aws/config and ~/.aws/credentials",
};

const login: Classification = {
  ...is.expired,
  reason: "the login for the AWS credentials has expired, or is not valid",
  hint: "log in again with `aws sso login`, or `aws login`",
};

const webIdentity: Classification = {
  ...is.notAccepted,
  reason: "AWS does not accept the web identity token",
  hint: "check AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, and the role's trust policy",
};

const noFile: Classification = {
  ...is.noCredentials,
  reason: "a file for the AWS credentials is missing, or cannot be read",
  hint: "check AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE and the profile; the cause has the SDK's words",
};

const wrongRole: Classification = {
  ...is.noCredentials,
  reason: "AWS issues no credentials for this role and account",
  hint: "check the role and the account in the profile; the cause has AWS's words",
};

const stsRegion: Classification = {
  ...is.noCredentials,
  reason: "AWS STS is not activated in this region",
  hint: "activate it in the account settings of IAM, or use another region",
};

/**
 * The errors of what gives credentials: AWS STS
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html), IAM Identity Center and its
 * token service, and the sign-in service.
 */
const CREDENTIAL_ERRORS: ReadonlyMap<string, Classification> = new Map([
  ...rows(is.expired, "ExpiredTokenException ExpiredToken ExpiredTradeInTokenException"),
  ...rows(
    webIdentity,
    "IDPRejectedClaimException InvalidIdentityTokenException JWTPayloadSizeExceededException InvalidContextAssertionException InvalidSubjectCredentialsException",
  ),
  ...rows(
    wrongRole,
    "MalformedPolicyDocumentException PackedPolicyTooLargeException SessionDurationEscalationException InsufficientSessionLifetimeException OutboundWebIdentityFederationDisabledException InvalidAuthorizationMessageException InvalidRequestException ResourceNotFoundException ValidationException ValidationError",
  ),
  ...rows(stsRegion, "RegionDisabledException"),
  ...rows(
    login,
    "UnauthorizedException AuthorizationPendingException SlowDownException InvalidClientException InvalidClientMetadataException InvalidGrantException InvalidRedirectUriException InvalidScopeException UnauthorizedClientException UnsupportedGrantTypeException InvalidRequestRegionException",
  ),
  ...rows(is.throttled, "TooManyRequestsException TooManyRequestsError"),
  ...rows(
    unavailable,
    "IDPCommunicationErrorException IDPCommunicationError InternalServerException TimeoutError",
  ),
]);

/** Classifies the failure to obtain credentials. Nothing was sent to Secrets Manager. */
export function classifyCredentialsFailure({
  source,
  profile,
}: CredentialsFailure): Classification {
  const name = nameOf(source);
  const message = messageOf(source);
  const code: unknown = Reflect.get(Object(source), "code");
  if (name === "CredentialsProviderError" || name === "TokenProviderError")
    return classifyProviderError(message, profile);
  const row = CREDENTIAL_ERRORS.get(name);
  if (row !== undefined) return row;
  const kind = SERVICE_ERRORS.get(name);
  if (kind === is.denied) return deniedByTokenService(message);
  if (kind?.code === "UNAUTHENTICATED" || kind?.code === "THROTTLED") return kind;
  if (code === "ENOENT" || code === "EACCES" || code === "EISDIR") return noFile;
  const isOut = NETWORK_ERRORS.has(code) || kind?.code === "UNAVAILABLE" || statusOf(source) >= 500;
  return isOut ? unavailable : notObtained;
}

/** STS and the others say which action it is. */
function deniedByTokenService(message: string): Classification {
  const { hint, ...rest } = denialOf(message, undefined);
  const isSaid = message.includes("not authorized to perform");
  return {
    ...rest,
    reason: rest.reason ?? "the role that gives the AWS credentials cannot be assumed",
    hint: isSaid
      ? `${hint ?? ""}, and name the caller in the role's trust policy`
      : "allow sts:AssumeRole on the role, and name the caller in the role's trust policy",
  };
}

/** The SDK has one error for everything that it finds out by itself. */
function classifyProviderError(message: string, profile: string | undefined): Classification {
  if (/sso|aws login|re-authenticate|refresh token/iu.test(message) && !/Skipping/u.test(message))
    return login;
  if (/profile/iu.test(message) && !/any providers/u.test(message)) return noProfile;
  if (/status: 5\d\d|timed? ?out|ECONN|metadata service/iu.test(message)) return unavailable;
  if (/ENOENT/u.test(message)) return noFile;
  // The SDK passes over a profile that does not exist, and looks elsewhere.
  if (/any providers/u.test(message)) return profile === undefined ? is.noCredentials : noProfile;
  return notObtained;
}
