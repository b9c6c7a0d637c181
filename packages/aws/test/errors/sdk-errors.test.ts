import { createRequire } from "node:module";
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import * as sts from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { classifyAwsError, isTransient } from "../../src/errors.ts";
import { CredentialsFailure } from "../../src/errors/credentials-failure.ts";

// Every error that the SDK has a class for has its meaning. A new version of the SDK with another class fails here.

/** The names of the errors that a package of the SDK exports, but for the class that all of them extend. */
function errorNames(exports: object): readonly string[] {
  return Object.entries(exports)
    .filter(([name, value]) => isErrorClass(value) && !name.endsWith("ServiceException"))
    .map(([name]) => name)
    .toSorted();
}

function isErrorClass(value: unknown): boolean {
  return typeof value === "function" && value.prototype instanceof Error;
}

/** The clients that the SDK itself obtains credentials with. They are not dependencies of this package. */
function nestedClient(name: string): object {
  let from = createRequire(import.meta.url);
  for (const step of [
    "@aws-sdk/client-secrets-manager",
    "@aws-sdk/credential-provider-node",
    "@aws-sdk/credential-provider-sso",
  ])
    from = createRequire(from.resolve(step));
  const exports: unknown = from(`@aws-sdk/nested-clients/${name}`);
  if (typeof exports !== "object" || exports === null) throw new Error(`no client ${name}`);
  return exports;
}

function named(name: string): Error {
  const error = new Error("the words of AWS");
  error.name = name;
  return error;
}

const context = { operation: "getSecret", step: "GetSecretValue" } as const;

describe("Secrets Manager", () => {
  const names = errorNames(secretsManager);

  it("has the errors that its reference lists", () => {
    expect(names).toContain("DecryptionFailure");
    expect(names.length).toBeGreaterThanOrEqual(12);
  });

  it.each(names)("%s has a meaning, and a next step", (name) => {
    const classified = classifyAwsError(named(name), context);
    expect(classified).toBeDefined();
    expect(classified?.code).not.toBe("UNKNOWN");
  });
});

const services: readonly (readonly [service: string, names: readonly string[]])[] = [
  ["AWS STS", errorNames(sts)],
  ...["sso", "sso-oidc", "sts", "signin"].map(
    (name) => [`${name}, as the SDK has it`, errorNames(nestedClient(name))] as const,
  ),
];

describe.each(services)("%s", (_service, names) => {
  it("has errors", () => {
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)("%s has a meaning of its own: no credentials, and nothing was sent", (name) => {
    const classified = classifyAwsError(new CredentialsFailure(named(name)), context);
    expect(classified).toMatchObject({ outcome: "not_applied" });
    expect(classified?.code).toMatch(
      /^(?:UNAUTHENTICATED|PERMISSION_DENIED|THROTTLED|UNAVAILABLE)$/u,
    );
    expect(classified?.hint).toBeTruthy();
    // None falls through to what is said of errors that are not known.
    expect(classified?.reason).not.toBe("the AWS credentials cannot be obtained");
  });
});

describe("KMS", () => {
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html#API_GenerateDataKey_Errors
  it.each([
    ["DisabledException", "PERMISSION_DENIED"],
    ["InvalidGrantTokenException", "PERMISSION_DENIED"],
    ["InvalidKeyUsageException", "PERMISSION_DENIED"],
    ["KMSInvalidStateException", "PERMISSION_DENIED"],
    ["KMSAccessDeniedException", "PERMISSION_DENIED"],
    ["DecryptionFailure", "PERMISSION_DENIED"],
    ["EncryptionFailure", "PERMISSION_DENIED"],
    ["DependencyTimeoutException", "UNAVAILABLE"],
    ["KeyUnavailableException", "UNAVAILABLE"],
    ["KMSInternalException", "UNAVAILABLE"],
    ["KMSThrottlingException", "UNAVAILABLE"],
  ])("%s, which Secrets Manager hands on, is %s, and speaks of the key", (name, code) => {
    const classified = classifyAwsError(named(name), context);
    expect(classified).toMatchObject({ code });
    expect(classified?.reason).toMatch(/KMS/u);
  });
});

describe("an error that nobody knows yet", () => {
  it("stays UNKNOWN, and is never tried again", () => {
    const error = Object.assign(named("BrandNewException"), { $metadata: { httpStatusCode: 400 } });
    expect(classifyAwsError(error, context)).toBeUndefined();
    expect(isTransient(error)).toBe(false);
  });

  it("of what gives credentials is UNAUTHENTICATED, and never tried again", () => {
    const error = new CredentialsFailure(named("BrandNewException"));
    expect(classifyAwsError(error, context)).toMatchObject({
      code: "UNAUTHENTICATED",
      retry: "never",
    });
    expect(isTransient(error)).toBe(false);
  });
});
