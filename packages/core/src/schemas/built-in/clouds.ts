import { z } from "zod";
import { KeykistError } from "../../errors/keykist-error.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { BaseSecretSchema } from "../base-secret-schema.ts";
import { builtIn, type OptionalText, type RequiredText } from "./built-in.ts";

/** Credentials for AWS. */
export const awsSchema: BaseSecretSchema<{
  readonly aws_access_key_id: RequiredText;
  readonly aws_secret_access_key: RequiredText;
  readonly aws_session_token: OptionalText;
}> = builtIn("aws", {
  aws_access_key_id: z.string().describe("The id of the access key"),
  aws_secret_access_key: z.string().describe("The secret access key"),
  aws_session_token: z.string().optional().describe("The token of a temporary session"),
});

/** The object of a JSON text, or `undefined` for every other text. */
function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    // Its message quotes the text.
    return undefined;
  }
}

/** Credentials for Google Cloud: the text of a credentials file. {@link gcpCredentials} reads it. */
export const gcpSchema: BaseSecretSchema<{
  readonly token: z.ZodCustomStringFormat<"json_object">;
}> = builtIn("gcp", {
  token: z
    .stringFormat("json_object", (text) => jsonObject(text) !== undefined)
    .describe("The credentials file, a JSON object"),
});

/**
 * The credentials of a secret of type `gcp`, read (ZenML's `get_credential_dict`).
 *
 * @throws KeykistError `INVALID_VALUE` where the token is no JSON object
 */
export function gcpCredentials(
  secret: Secret<{ readonly token: string }>,
): Readonly<Record<string, unknown>> {
  const credentials = jsonObject(secret.content.token);
  if (credentials !== undefined) return credentials;
  throw new KeykistError(
    "INVALID_VALUE",
    `the token of ${JSON.stringify(secret.name)} is no JSON object`,
    {
      secret: secret.name,
      issues: [{ key: "token", problem: "expected JSON object" }],
      hint: "store the whole text of the credentials file",
    },
  );
}

/** Credentials for Azure: of a storage account, or of a service principal. */
export const azureSchema: BaseSecretSchema<{
  readonly account_name: OptionalText;
  readonly account_key: OptionalText;
  readonly sas_token: OptionalText;
  readonly connection_string: OptionalText;
  readonly client_id: OptionalText;
  readonly client_secret: OptionalText;
  readonly tenant_id: OptionalText;
}> = builtIn("azure", {
  account_name: z.string().optional().describe("The storage account"),
  account_key: z.string().optional().describe("The key of the storage account"),
  sas_token: z.string().optional().describe("A shared access signature"),
  connection_string: z.string().optional().describe("The connection string of the storage account"),
  client_id: z.string().optional().describe("The service principal"),
  client_secret: z.string().optional().describe("The password of the service principal"),
  tenant_id: z.string().optional().describe("The tenant of the service principal"),
});
