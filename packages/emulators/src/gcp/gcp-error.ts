/** Codes of gRPC that the service answers with, and the HTTP status that stands for each. */
const STATUSES = {
  DEADLINE_EXCEEDED: { code: 4, http: 504 },
  INVALID_ARGUMENT: { code: 3, http: 400 },
  NOT_FOUND: { code: 5, http: 404 },
  ALREADY_EXISTS: { code: 6, http: 409 },
  PERMISSION_DENIED: { code: 7, http: 403 },
  RESOURCE_EXHAUSTED: { code: 8, http: 429 },
  FAILED_PRECONDITION: { code: 9, http: 400 },
  ABORTED: { code: 10, http: 409 },
  UNIMPLEMENTED: { code: 12, http: 501 },
  INTERNAL: { code: 13, http: 500 },
  UNAVAILABLE: { code: 14, http: 503 },
  UNAUTHENTICATED: { code: 16, http: 401 },
} as const;

/** The name of a status, as both gRPC and the REST surface have it. */
export type GcpStatus = keyof typeof STATUSES;

/**
 * An error as the client library throws it: the number of the status in `code`, the service's text in
 * `details`, and both in the message.
 *
 * @example
 * ```ts
 * emulator.faults = () => ({ kind: "lose answer", error: new GcpError("UNAVAILABLE", "read ECONNRESET") });
 * ```
 */
export class GcpError extends Error {
  override readonly name = "Error";
  /** The number of the status in gRPC. */
  readonly code: number;
  readonly details: string;
  readonly status: GcpStatus;

  constructor(status: GcpStatus, details: string) {
    const { code } = STATUSES[status];
    super(`${code} ${status}: ${details}`);
    this.code = code;
    this.details = details;
    this.status = status;
  }

  /** The status of HTTP that the REST surface answers with. */
  get http(): number {
    return STATUSES[this.status].http;
  }
}

export function invalidArgument(details: string): GcpError {
  return new GcpError("INVALID_ARGUMENT", details);
}

export function secretNotFound(name: string): GcpError {
  return new GcpError("NOT_FOUND", `Secret [${name}] not found.`);
}

export function versionNotFound(name: string): GcpError {
  return new GcpError("NOT_FOUND", `Secret Version [${name}] not found.`);
}

/** The etag that a write named is not the one of what is stored. */
export function etagMismatch(): GcpError {
  return new GcpError(
    "FAILED_PRECONDITION",
    "The etag provided in the request does not match the resource's current etag. " +
      "Please retry the whole read-modify-write with exponential backoff.",
  );
}

/** What the service has, and the emulator has not: it fails loudly, and never passes for a success. */
export function notModelled(what: string): GcpError {
  return new GcpError("UNIMPLEMENTED", `the emulator does not model ${what}`);
}
