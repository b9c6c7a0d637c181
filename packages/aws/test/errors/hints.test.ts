import { describe, expect, it } from "vitest";
import { classifyAwsError } from "../../src/errors.ts";
import { CredentialsFailure } from "../../src/errors/credentials-failure.ts";

// A hint names what is really missing.

const context = { operation: "registerSecret", step: "CreateSecret" } as const;

function error(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const denied = (action: string, why = "because no identity-based policy allows it"): Error =>
  error(
    "AccessDeniedException",
    `User: arn:aws:iam::123456789012:user/app is not authorized to perform: ${action} on resource: x ${why}`,
  );

describe("a denial", () => {
  it("names the action that AWS names: tags are set with CreateSecret, and allowed apart", () => {
    const { code, hint } = classifyAwsError(denied("secretsmanager:TagResource"), context) ?? {};
    expect(code).toBe("PERMISSION_DENIED");
    expect(hint).toBe("allow secretsmanager:TagResource on the secret");
  });

  it.each(["ListSecrets", "BatchGetSecretValue"])(
    "of %s asks for it on all resources",
    (action) => {
      const { hint } = classifyAwsError(denied(`secretsmanager:${action}`), context) ?? {};
      expect(hint).toBe(`allow secretsmanager:${action} on the resource "*"`);
    },
  );

  it.each([
    error("AccessDeniedException", "Access to KMS is not allowed"),
    denied("kms:Decrypt"),
    denied("kms:GenerateDataKey"),
  ])("of the KMS key names the actions of KMS", (each) => {
    const { code, hint, reason } = classifyAwsError(each, context) ?? {};
    expect(code).toBe("PERMISSION_DENIED");
    expect(reason).toContain("KMS key");
    expect(hint).toContain("kms:Decrypt");
    expect(hint).not.toContain("secretsmanager:");
  });

  it("by the organisation says that no other policy helps", () => {
    const why = "with an explicit deny in a service control policy";
    const each = denied("secretsmanager:CreateSecret", why);
    const { hint, reason } = classifyAwsError(each, context) ?? {};
    expect(`${reason} ${hint}`).toContain("service control policy");
    expect(hint).toContain("secretsmanager:CreateSecret");
  });

  it("by STS names the role, and not the secret", () => {
    const source = denied("sts:AssumeRole");
    const { code, hint } = classifyAwsError(new CredentialsFailure(source), context) ?? {};
    expect(code).toBe("PERMISSION_DENIED");
    expect(hint).toContain("sts:AssumeRole on the role");
    expect(hint).not.toContain("secretsmanager:");
  });
});

it.each(["InvalidRequestException", "InvalidParameterException"])(
  "a tag policy that refuses as %s is named",
  (name) => {
    const message = "The tag policy does not allow the specified value for the tag key: 'Team'.";
    const classified = classifyAwsError(error(name, message), context);
    expect(classified).toMatchObject({ code: "INVALID_CONFIG" });
    expect(classified?.hint).toContain("tags");
  },
);

/** What the SDK makes of a page. */
function page(status: number): Error {
  return Object.assign(error("SyntaxError", "Unexpected token '<'"), {
    $metadata: { httpStatusCode: status },
  });
}

describe("an answer that is not AWS's", () => {
  it.each([200, 302, 403, 404, 413])(
    "with status %i is UNAVAILABLE, and not tried again",
    (status) => {
      const classified = classifyAwsError(page(status), context);
      expect(classified).toMatchObject({ code: "UNAVAILABLE", retry: "never" });
      expect(classified?.hint).toContain("HTTPS_PROXY");
    },
  );

  it.each([500, 502, 503])("with status %i may pass", (status) => {
    expect(classifyAwsError(page(status), context)).toMatchObject({
      code: "UNAVAILABLE",
      retry: "safe",
    });
  });

  it("that wants credentials of a proxy says so", () => {
    expect(classifyAwsError(page(407), context)).toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("a region", () => {
  it.each([
    ["Region is missing", "no AWS region is set"],
    ['Region not accepted: region="us-east-1 " is not a valid hostname component.', "not valid"],
  ])("that the SDK refuses with %j is INVALID_CONFIG", (message, reason) => {
    const classified = classifyAwsError(new Error(message), context);
    expect(classified).toMatchObject({ code: "INVALID_CONFIG", outcome: "not_applied" });
    expect(classified?.reason).toContain(reason);
    expect(classified?.hint).toContain("AWS_REGION");
  });
});
