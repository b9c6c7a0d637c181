import { describe, expect, it } from "vitest";
import { classifyAwsError, isNotApplied, isTransient } from "../src/errors.ts";
import { serviceError } from "./aws-harness.ts";

const context = { operation: "updateSecret", step: "PutSecretValue" } as const;

/** The errors that Secrets Manager documents, of all its operations. */
const documented = {
  DecryptionFailure: "PERMISSION_DENIED",
  EncryptionFailure: "PERMISSION_DENIED",
  InternalServiceError: "UNAVAILABLE",
  InvalidNextTokenException: "UNAVAILABLE",
  InvalidParameterException: "INVALID_CONFIG",
  InvalidRequestException: "UNAVAILABLE",
  LimitExceededException: "LIMIT_EXCEEDED",
  MalformedPolicyDocumentException: "INVALID_CONFIG",
  PreconditionNotMetException: "UNAVAILABLE",
  PublicPolicyException: "INVALID_CONFIG",
  ResourceExistsException: "SECRET_EXISTS",
  ResourceNotFoundException: "SECRET_NOT_FOUND",
};

/** The errors that every service of AWS has. */
const common = {
  AccessDeniedException: "PERMISSION_DENIED",
  ExpiredTokenException: "UNAUTHENTICATED",
  IncompleteSignature: "UNAUTHENTICATED",
  InternalFailure: "UNAVAILABLE",
  InvalidClientTokenId: "UNAUTHENTICATED",
  InvalidSignatureException: "UNAUTHENTICATED",
  NotAuthorized: "UNAUTHENTICATED",
  OptInRequired: "UNAUTHENTICATED",
  RequestExpired: "UNAUTHENTICATED",
  ServiceUnavailable: "UNAVAILABLE",
  ThrottlingException: "THROTTLED",
  UnrecognizedClientException: "UNAUTHENTICATED",
  UnknownOperationException: "UNSUPPORTED",
  ValidationError: "INVALID_CONFIG",
};

describe("an error of AWS", () => {
  it.each([...Object.entries(documented), ...Object.entries(common)])("%s is %s", (name, code) => {
    expect(classifyAwsError(serviceError(name, 400), context)?.code).toBe(code);
  });

  it("that nobody knows stays so", () => {
    expect(classifyAwsError(new RangeError("something else"), context)).toBeUndefined();
    expect(classifyAwsError(undefined, context)).toBeUndefined();
  });

  it("with the status of a failing server is UNAVAILABLE, whatever its name", () => {
    expect(classifyAwsError(serviceError("SomethingNew", 503), context)?.code).toBe("UNAVAILABLE");
  });

  it("that denies names the action that is missing", () => {
    const denied = classifyAwsError(serviceError("AccessDeniedException", 400), context);
    expect(denied?.hint).toBe("allow secretsmanager:PutSecretValue on the secret");
  });

  it("that denies to list does not send anybody to the policy of a secret", () => {
    const listing = { operation: "listSecrets", step: "ListSecrets" } as const;
    const denied = classifyAwsError(serviceError("AccessDeniedException", 400), listing);
    expect(denied?.hint).toBe('allow secretsmanager:ListSecrets on the resource "*"');
  });

  it("of a quota says which: that of versions has a time to wait, that of secrets has not", () => {
    const limit = serviceError("LimitExceededException", 400);
    expect(classifyAwsError(limit, context)?.reason).toContain("24 hours");
    const creating = { ...context, step: "CreateSecret" };
    expect(classifyAwsError(limit, creating)?.reason).toContain("quota");
  });

  it("that passes is tried again, and no other", () => {
    const passing = ["ThrottlingException", "InternalServiceError", "ServiceUnavailable"];
    const lasting = ["InvalidRequestException", "AccessDeniedException", "SomethingNew"];
    const tried = [...passing, ...lasting].filter((name) => isTransient(serviceError(name, 400)));
    expect(tried).toEqual(passing);
    expect(isTransient(Object.assign(new Error("reset"), { code: "ECONNRESET" }))).toBe(true);
  });

  it("of what does not speak HTTP is of the network, and leaves open what was carried out", () => {
    const notHttp = Object.assign(new Error("Parse Error"), { code: "HPE_INVALID_CONSTANT" });
    expect(classifyAwsError(notHttp, context)?.code).toBe("UNAVAILABLE");
    expect(isNotApplied(notHttp)).toBe(false);
  });

  it("that leaves open whether the call was carried out does not say that it was not", () => {
    expect(isNotApplied(Object.assign(new Error("reset"), { code: "ECONNRESET" }))).toBe(false);
    expect(isNotApplied(serviceError("InternalServiceError", 500))).toBe(false);
    expect(isNotApplied(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBe(true);
    expect(isNotApplied(serviceError("ThrottlingException", 400))).toBe(true);
  });
});
