/** What the emulator can answer instead of an answer. All but the last two are AWS's. */
export type ServiceErrorName =
  | "AccessDeniedException"
  | "DecryptionFailure"
  | "EncryptionFailure"
  | "ExpiredTokenException"
  | "InternalServiceError"
  | "InvalidNextTokenException"
  | "InvalidParameterException"
  | "InvalidRequestException"
  | "InvalidSignatureException"
  | "LimitExceededException"
  | "MissingAuthenticationTokenException"
  | "PreconditionNotMetException"
  | "ResourceExistsException"
  | "ResourceNotFoundException"
  | "ServiceUnavailable"
  | "ThrottlingException"
  | "UnrecognizedClientException"
  | "ValidationException"
  | "UnknownOperationException"
  /** The emulator's own: what it does not model never passes for a success. */
  | "NotModelledByEmulator";

const STATUS: Partial<Record<ServiceErrorName, number>> = {
  InternalServiceError: 500,
  ServiceUnavailable: 503,
  NotModelledByEmulator: 501,
};

/** An error of the service, with the members that the SDK gives its exceptions. */
export class ServiceError extends Error {
  override readonly name: ServiceErrorName;
  readonly $fault: "client" | "server";
  readonly $metadata: { readonly httpStatusCode: number; readonly attempts: number };
  readonly $retryable: { readonly throttling: boolean } | undefined;

  constructor(name: ServiceErrorName, message: string) {
    super(message);
    this.name = name;
    const httpStatusCode = STATUS[name] ?? 400;
    this.$fault = httpStatusCode < 500 ? "client" : "server";
    this.$metadata = { httpStatusCode, attempts: 1 };
    this.$retryable = name === "ThrottlingException" ? { throttling: true } : undefined;
  }
}

/** What is asked for is not modelled. */
export function notModelled(what: string): ServiceError {
  return new ServiceError("NotModelledByEmulator", `the emulator does not model ${what}`);
}
