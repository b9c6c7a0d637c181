import type { Classification } from "@keykist/core";
import * as is from "./classifications.ts";

/** Rows of a table: the same meaning for names that are separated by blanks. */
export function rows(classification: Classification, names: string): [string, Classification][] {
  return names.split(" ").map((name) => [name, classification]);
}

/*
 * The SDK maps errors by their name. Those of the service:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html, under each operation;
 * those of every AWS service: https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html;
 * those of KMS, which Secrets Manager may hand on:
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html#API_GenerateDataKey_Errors
 */
export const SERVICE_ERRORS: ReadonlyMap<string, Classification> = new Map([
  // Those that Secrets Manager documents.
  ...rows(is.keyUnusable, "DecryptionFailure EncryptionFailure"),
  ...rows(is.failing, "InternalServiceError InternalServiceErrorException"),
  ...rows(
    is.refused,
    "InvalidParameterException MalformedPolicyDocumentException PublicPolicyException",
  ),
  ...rows(is.VERSION_QUOTA, "LimitExceededException"),
  ...rows(is.otherState, "InvalidRequestException PreconditionNotMetException"),
  ...rows(is.lostPlace, "InvalidNextTokenException"),
  ...rows(is.exists, "ResourceExistsException"),
  ...rows(is.notFound, "ResourceNotFoundException"),
  // Those of KMS.
  ...rows(
    is.keyUnusable,
    "DisabledException InvalidGrantTokenException InvalidKeyUsageException KMSInvalidStateException KMSAccessDeniedException KMSDisabledException KMSNotFoundException KMSOptInRequired",
  ),
  ...rows(
    is.keyFailing,
    "DependencyTimeoutException KeyUnavailableException KMSInternalException KMSThrottlingException",
  ),
  ...rows(is.tagPolicy, "TagPolicyException TagPolicyViolationException"),
  // Those that every service has.
  ...rows(
    is.throttled,
    "ThrottlingException Throttling ThrottledException RequestThrottledException RequestThrottled TooManyRequestsException RequestLimitExceeded BandwidthLimitExceeded ProvisionedThroughputExceededException PriorRequestNotComplete TransactionInProgressException SlowDown EC2ThrottledException LimitExceeded",
  ),
  ...rows(
    is.denied,
    "AccessDeniedException AccessDenied UnauthorizedOperation NotAuthorizedException",
  ),
  ...rows(is.expired, "ExpiredTokenException ExpiredToken"),
  ...rows(is.wrongClock, "RequestExpired RequestTimeTooSkewed RequestInTheFuture"),
  ...rows(is.noCredentials, "CredentialsProviderError TokenProviderError"),
  ...rows(is.noCredentials, "MissingAuthenticationToken MissingAuthenticationTokenException"),
  ...rows(
    is.notAccepted,
    "UnrecognizedClientException UnrecognizedClient InvalidClientTokenId InvalidClientTokenIdException InvalidAccessKeyId InvalidSignatureException InvalidSignature SignatureDoesNotMatch IncompleteSignature IncompleteSignatureException AuthFailure NotAuthorized OptInRequired",
  ),
  ...rows(
    is.failing,
    "InternalFailure InternalServerError InternalServerException InternalError ServiceUnavailable ServiceUnavailableException ServiceException",
  ),
  ...rows(
    is.refused,
    "ValidationException ValidationError SerializationException InvalidParameterCombination InvalidParameterValue InvalidQueryParameter MissingParameter MalformedQueryString MalformedHttpRequestException RequestAbortedException RequestEntityTooLargeException",
  ),
  ...rows(
    is.noService,
    "InvalidAction MissingAction UnknownOperationException UnsupportedOperation",
  ),
  // Those of the SDK and of Node, before or instead of an answer.
  ...rows(is.cutOff, "TimeoutError RequestTimeout RequestTimeoutException NetworkingError"),
]);

/** The codes of Node, by what they say of the connection. */
export const NETWORK_ERRORS: ReadonlyMap<unknown, Classification> = new Map([
  ...rows(
    is.notReached,
    "ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH EHOSTDOWN ENETDOWN",
  ),
  ...rows(
    is.cutOff,
    "ECONNRESET EPIPE ETIMEDOUT ECONNABORTED ERR_STREAM_PREMATURE_CLOSE EPROTO ERR_SOCKET_CONNECTION_TIMEOUT ERR_SSL_WRONG_VERSION_NUMBER",
  ),
  // What answers does not speak HTTP, or not to its end.
  ...rows(
    is.cutOff,
    "HPE_INVALID_CONSTANT HPE_INVALID_VERSION HPE_INVALID_STATUS HPE_INVALID_HEADER_TOKEN HPE_INVALID_CONTENT_LENGTH HPE_UNEXPECTED_CONTENT_LENGTH HPE_INVALID_TRANSFER_ENCODING HPE_INVALID_CHUNK_SIZE HPE_INVALID_EOF_STATE HPE_HEADER_OVERFLOW HPE_CLOSED_CONNECTION HPE_CR_EXPECTED HPE_LF_EXPECTED HPE_STRICT HPE_INTERNAL",
  ),
  ...rows(
    is.untrusted,
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE SELF_SIGNED_CERT_IN_CHAIN DEPTH_ZERO_SELF_SIGNED_CERT CERT_HAS_EXPIRED CERT_NOT_YET_VALID ERR_TLS_CERT_ALTNAME_INVALID UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  ),
  ...rows(is.proxyRefuses, "ERR_PROXY_TUNNEL"),
]);
