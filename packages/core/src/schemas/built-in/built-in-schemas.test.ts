import { describe, expect, expectTypeOf, it } from "vitest";
import { readBrand } from "../../brand.ts";
import { refusal } from "../../../test/refusal.ts";
import { secretState } from "../../secrets/create-secret.ts";
import type { SecretSchema } from "../secret-schema.ts";
import { builtInSchemas } from "./built-in-schemas.ts";
import { gcpCredentials, gcpSchema } from "./clouds.ts";
import { mysqlSchema, postgresSchema } from "./databases.ts";
import { seldonAzSchema, seldonGsSchema, seldonS3Schema } from "./model-serving.ts";

const prefixed = (prefix: string, keys: string): string =>
  keys
    .split(" ")
    .map((key) => `${prefix}${key}`)
    .join(" ");

// ZenML's schemas, with the later fields where they changed over time; then ours.
const table: readonly (readonly [keyof typeof builtInSchemas, string, string])[] = [
  ["basic_auth", "username password", ""],
  ["aws", "aws_access_key_id aws_secret_access_key", "aws_session_token"],
  ["gcp", "token", ""],
  [
    "azure",
    "",
    "account_name account_key sas_token connection_string client_id client_secret tenant_id",
  ],
  ["mysql", "", "user password ssl_ca ssl_cert ssl_key ssl_verify_server_cert"],
  [
    "seldon_s3",
    "",
    prefixed(
      "rclone_config_s3_",
      "type provider env_auth access_key_id secret_access_key session_token region endpoint",
    ),
  ],
  [
    "seldon_gs",
    "",
    prefixed(
      "rclone_config_gs_",
      "type client_id client_secret project_number service_account_credentials anonymous token auth_url token_url",
    ),
  ],
  [
    "seldon_az",
    "",
    prefixed(
      "rclone_config_az_",
      "type account key sas_url use_msi env_auth client_secret client_id tenant",
    ),
  ],
  [
    "kserve_s3",
    "",
    "aws_access_key_id aws_secret_access_key s3_endpoint s3_region s3_use_https s3_verify_ssl",
  ],
  ["kserve_gs", "", "google_application_credentials"],
  ["kserve_az", "", "azure_client_id azure_client_secret azure_tenant_id azure_subscription_id"],
  ["whylabs", "whylabs_default_org_id whylabs_api_key", "whylabs_default_dataset_id"],
  ["postgres", "", "host port database user password ssl_mode ssl_ca ssl_cert ssl_key"],
  ["api_key", "api_key", "key_id"],
  ["tls", "certificate private_key", "ca passphrase"],
  ["ssh_key", "private_key", "public_key passphrase username"],
];

const words = (text: string): string[] => text.split(" ").filter(Boolean).toSorted();

describe.each(table)("the built-in schema %s", (type, required, optional) => {
  const schema: SecretSchema = builtInSchemas[type];

  it("has its keys", () => {
    expect(schema.TYPE).toBe(type);
    expect(schema.requiredKeys).toEqual(words(required));
    expect(schema.optionalKeys).toEqual(words(optional));
  });

  it("says of each key in one line what it is for", () => {
    const { properties } = schema.toJSONSchema();
    const described = Object.values(typeof properties === "object" ? { ...properties } : {});
    const descriptions = described.map((property: unknown) =>
      String(Reflect.get(Object(property), "description")),
    );
    expect(descriptions).toHaveLength(words(`${required} ${optional}`).length);
    for (const description of descriptions) expect(description).toMatch(/^[^\n]{3,80}$/u);
  });

  it("is recognised as built-in", () => {
    expect(readBrand(schema, "builtIn")).toBe(type);
  });
});

it("the table names every built-in schema", () => {
  expect(Object.keys(builtInSchemas).toSorted()).toEqual(table.map(([type]) => type).toSorted());
});

const stored = (secret: unknown): unknown => Object.fromEntries(secretState(secret)?.entries ?? []);

describe("defaults are stored as ZenML's users know them", () => {
  it("mysql", () => {
    const secret = mysqlSchema.create("n", { user: "root" });
    expect(stored(secret)).toEqual({ user: "root", ssl_verify_server_cert: "false" });
    expectTypeOf(secret.content.ssl_verify_server_cert).toEqualTypeOf<boolean>();
    expectTypeOf(secret.content.password).toEqualTypeOf<string | undefined>();
  });

  it("seldon_s3, seldon_gs, seldon_az", () => {
    expect(stored(seldonS3Schema.create("n", {}))).toEqual({
      rclone_config_s3_type: "s3",
      rclone_config_s3_provider: "aws",
      rclone_config_s3_env_auth: "false",
    });
    expect(stored(seldonGsSchema.create("n", {}))).toEqual({
      rclone_config_gs_type: "google cloud storage",
      rclone_config_gs_anonymous: "false",
    });
    expect(stored(seldonAzSchema.create("n", {}))).toEqual({
      rclone_config_az_type: "azureblob",
      rclone_config_az_use_msi: "false",
      rclone_config_az_env_auth: "false",
    });
  });
});

describe("postgres", () => {
  it("has an integer as its port", () => {
    const secret = postgresSchema.create("n", { host: "h", port: 5433 });
    expect(stored(secret)).toEqual({ host: "h", port: "5433" });
  });
});

describe("gcp", () => {
  const token = '{"type":"service_account","private_key":"hunter2"}';

  it("keeps the text of the credentials file, byte for byte, and reads it", () => {
    const secret = gcpSchema.create("n", { token: ` ${token}\n` });
    expect(secret.content.token).toBe(` ${token}\n`);
    expect(gcpCredentials(secret)).toEqual({ type: "service_account", private_key: "hunter2" });
  });

  it.each(["hunter2", "[1]", "null", "5", '"hunter2"', '{"a": hunter2', ""])(
    "refuses %j",
    (text) => {
      const made = refusal(() => gcpSchema.create("n", { token: text }));
      expect(made.issues).toEqual([{ key: "token", problem: "expected JSON object" }]);
      const read = refusal(() => gcpCredentials({ ...secretLike, content: { token: text } }));
      expect(read.code).toBe("INVALID_VALUE");
      for (const error of [made, read])
        expect(JSON.stringify(error) + error.message).not.toContain("hunter2");
    },
  );
});

const secretLike = {
  name: "n",
  type: "gcp",
  keys: ["token"],
  revision: undefined,
  toJSON: () => ({ name: "n", type: "gcp", keys: ["token"] }),
};
