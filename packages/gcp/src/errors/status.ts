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
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** gRPC's status of an error, where it is one of the client. */
export function statusOf(error: unknown): number | undefined {
  const code: unknown = Reflect.get(Object(error), "code");
  return typeof code === "number" ? code : undefined;
}

/** The words of an error, or nothing. */
export function messageOf(error: unknown): string {
  const message: unknown = Reflect.get(Object(error), "message");
  return typeof message === "string" ? message : "";
}
