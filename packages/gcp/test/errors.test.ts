import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Classification } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { classifyGcpError, isRefused, mayPass } from "../src/errors.ts";
import { CredentialsError } from "../src/errors/credentials-error.ts";
import { reasons } from "../src/errors/error-reasons.ts";
import { refusedToken } from "../src/errors/refused-token.ts";
import { STATUS } from "../src/errors/status.ts";
import { unloadedCredentials } from "../src/errors/unloaded-credentials.ts";

const meaning = (error: unknown, step = "AccessSecretVersion"): Classification | undefined =>
  classifyGcpError(error, { step });

/** As the client throws it. */
const answer = (code: number, details: string, reason?: string) =>
  Object.assign(new Error(`${code}: ${details}`), { code, details, ...(reason && { reason }) });

/** As gRPC reports that there was no token for a call. */
const withoutToken = (words: string) =>
  answer(2, `Getting metadata from plugin failed with error: ${words}`);

describe("a status of gRPC", () => {
  const { UNKNOWN, PERMISSION_DENIED, ...others } = STATUS;

  it.each(Object.entries(others))("%s has a row", (_name, code) => {
    expect(meaning(answer(code, "words"))).toMatchObject({ code: expect.any(String) as unknown });
  });

  it("are those that gRPC has", () => {
    const all = Array.from({ length: 16 }, (_, index) => index + 1);
    expect(Object.values(STATUS).toSorted((a, b) => a - b)).toEqual(all);
  });

  it("PERMISSION_DENIED names the permission of the call", () => {
    const denied = answer(PERMISSION_DENIED, "Permission denied", "IAM_PERMISSION_DENIED");
    expect(meaning(denied, "ListSecrets")?.hint).toContain("secretmanager.secrets.list");
  });

  it.each([
    ["UNKNOWN, which a server says of what nobody foresaw", answer(UNKNOWN, "new")],
    ["a status that gRPC has not", answer(77, "new")],
    ["what has no status", new TypeError("new")],
  ])("%s stays UNKNOWN, and is not tried again", (_what, error) => {
    expect(meaning(error)).toBeUndefined();
    expect([mayPass(error), isRefused(error)]).toEqual([false, false]);
  });
});

describe("a reason of Google's services", () => {
  it("has a row, whichever it is", async () => {
    const library = createRequire(import.meta.url).resolve("google-gax");
    const file = path.join(path.dirname(library), "../protos/google/api/error_reason.proto");
    const documented = [
      ...(await readFile(file, "utf8")).matchAll(/^ {2}(?<name>[A-Z_]+) = \d+;/gmu),
    ];
    const names = documented.map(({ groups }) => groups?.["name"] ?? "");
    expect(names.length).toBeGreaterThan(40);
    // What is unspecified says nothing, and a missing permission follows from the call.
    const left = ["ERROR_REASON_UNSPECIFIED", "IAM_PERMISSION_DENIED"];
    expect(names.filter((name) => !reasons.has(name))).toEqual(left);
  });

  it.each([...reasons])("%s is told with what to do, and was not applied", (reason, row) => {
    expect(meaning(answer(7, "denied", reason))).toEqual(row);
    expect(row).toMatchObject({ outcome: "not_applied", hint: expect.any(String) as unknown });
    expect(row.retry === "safe").toBe(row.code === "THROTTLED");
  });
});

describe("words of Secret Manager", () => {
  it.each([
    [
      "an organisation's policy forbids global secrets",
      9,
      "Constraint constraints/gcp.resourceLocations violated for [orgpolicy:projects/1] attempting to create a secret in [global].",
      "INVALID_CONFIG",
      "set replication",
    ],
    [
      "the key of Cloud KMS is disabled",
      9,
      "projects/p/locations/global/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1 is not enabled, current state is: DISABLED.",
      "PERMISSION_DENIED",
      "enable the key version",
    ],
    [
      "the key of Cloud KMS may not be used",
      7,
      "Permission 'cloudkms.cryptoKeyVersions.useToDecrypt' denied on resource 'projects/p/locations/global/keyRings/r/cryptoKeys/k'",
      "PERMISSION_DENIED",
      "cryptoKeyEncrypterDecrypter",
    ],
    [
      "a proxy refuses the call",
      7,
      "Received HTTP status code 403",
      "PERMISSION_DENIED",
      "stands between",
    ],
    [
      "the location does not exist",
      14,
      "Name resolution failed for target dns:secretmanager.nowhere.rep.googleapis.com:443",
      "UNAVAILABLE",
      "check location",
    ],
    ["a proxy is down", 14, "Received HTTP status code 502", "UNAVAILABLE", "stands between"],
  ])("%s", (_what, status, words, code, hint) => {
    const classified = meaning(answer(status, words));
    expect(classified).toMatchObject({ code });
    expect(classified?.hint).toContain(hint);
  });

  it("a body that is not JSON is an answer of something else", () => {
    const error = new SyntaxError("Unexpected token '<', \"<html>\" is not valid JSON");
    expect(meaning(error)).toMatchObject({ code: "UNAVAILABLE" });
    expect(isRefused(error)).toBe(false);
  });
});

describe("a token that is not given", () => {
  it.each([
    ["invalid_grant", "UNAUTHENTICATED"],
    ["invalid_grant: Invalid JWT Signature.", "UNAUTHENTICATED"],
    ["invalid_grant: Token has been expired or revoked.", "UNAUTHENTICATED"],
    ["invalid_grant: reauth related error (invalid_rapt)", "UNAUTHENTICATED"],
    ["invalid_grant: Invalid grant: account not found", "UNAUTHENTICATED"],
    ["invalid_client", "UNAUTHENTICATED"],
    ["invalid_request", "UNAUTHENTICATED"],
    ["unauthorized_client", "UNAUTHENTICATED"],
    ["unsupported_grant_type", "UNAUTHENTICATED"],
    ["disabled_client", "UNAUTHENTICATED"],
    ["deleted_client", "UNAUTHENTICATED"],
    ["invalid_scope", "PERMISSION_DENIED"],
    ["access_denied", "PERMISSION_DENIED"],
    ["admin_policy_enforced", "PERMISSION_DENIED"],
    ["org_internal", "PERMISSION_DENIED"],
    ["temporarily_unavailable", "UNAVAILABLE"],
    ["internal_failure", "UNAVAILABLE"],
    ["rate_limit_exceeded", "UNAVAILABLE"],
    ["slow_down", "UNAVAILABLE"],
    // STS
    [
      'Error code invalid_target: The target service indicated by the "audience" parameters is invalid.',
      "INVALID_CONFIG",
    ],
    ["Error code invalid_grant: ID Token issued at 1 is stale to sign-in.", "UNAUTHENTICATED"],
    ["Error code undefined", "UNAVAILABLE"],
    ["Unable to parse the subject_token from the credential_source file", "UNAUTHENTICATED"],
    ["The executable failed to finish within the timeout specified.", "UNAUTHENTICATED"],
    // IAM credentials
    [
      "PERMISSION_DENIED: unable to impersonate: Permission 'iam.serviceAccounts.getAccessToken' denied",
      "PERMISSION_DENIED",
    ],
    [
      "NOT_FOUND: unable to impersonate: Not found; Gaia id not found for email a@b",
      "UNAUTHENTICATED",
    ],
    // the metadata server
    [
      "Could not refresh access token: A Not Found error was returned while attempting to retrieve an accesstoken for the Compute Engine built-in service account. This may be because the Compute Engine instance does not have any permission scopes specified",
      "PERMISSION_DENIED",
    ],
    ["Could not refresh access token: Request failed with status code 500", "UNAVAILABLE"],
    ["Could not refresh access token: Request failed with status code 429", "UNAVAILABLE"],
    // the way to all of them
    [
      "request to https://oauth2.googleapis.com/token failed, reason: connect ECONNREFUSED 127.0.0.1:1",
      "UNAVAILABLE",
    ],
    [
      "request to https://oauth2.googleapis.com/token failed, reason: getaddrinfo ENOTFOUND oauth2.googleapis.com",
      "UNAVAILABLE",
    ],
    ["self-signed certificate in certificate chain", "INVALID_CONFIG"],
    ["words that are new", "UNAUTHENTICATED"],
  ])("%s: %s", (words, code) => {
    const error = withoutToken(words);
    const classified = meaning(error);
    expect(classified).toMatchObject({ code, outcome: "not_applied" });
    expect([classified?.retry === "safe", mayPass(error)]).toEqual([
      code === "UNAVAILABLE",
      code === "UNAVAILABLE",
    ]);
    expect(isRefused(error)).toBe(true);
  });

  it("since the clock is wrong says so", () => {
    const words =
      "invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values";
    expect(meaning(withoutToken(words))?.hint).toContain("clock");
    expect(meaning(answer(16, "invalid", "ACCESS_TOKEN_EXPIRED"))?.hint).toContain("clock");
    expect(meaning(answer(16, "Request had invalid authentication credentials."))?.hint).toContain(
      "clock",
    );
  });

  it("is told in keykist's words: the library's can quote what a program printed", () => {
    const error = refusedToken(withoutToken("The executable returned an invalid response: tulip"));
    expect(error).toBeInstanceOf(CredentialsError);
    expect(`${error?.message} ${error?.stack} ${error?.hint}`).not.toContain("tulip");
  });
});

describe("credentials that cannot be loaded", () => {
  it("are told in keykist's words: the library's quote their file", () => {
    const words =
      "Unable to read the credential file specified by the GOOGLE_APPLICATION_CREDENTIALS environment variable: Unexpected token 'u', \"tulip\" is not valid JSON";
    const error = unloadedCredentials(new SyntaxError(words));
    expect(`${error.message} ${error.stack} ${error.hint}`).not.toContain("tulip");
    expect(meaning(error)).toMatchObject({ code: "UNAUTHENTICATED", outcome: "not_applied" });
  });
});
