import { z } from "zod";
import type { BaseSecretSchema } from "../base-secret-schema.ts";
import { boolean } from "../codecs.ts";
import {
  builtIn,
  type DefaultedText,
  type Flag,
  type OptionalText,
  type RequiredText,
} from "./built-in.ts";

/** Seldon Core's access to S3, as settings of rclone. */
export const seldonS3Schema: BaseSecretSchema<{
  readonly rclone_config_s3_type: DefaultedText;
  readonly rclone_config_s3_provider: DefaultedText;
  readonly rclone_config_s3_env_auth: Flag;
  readonly rclone_config_s3_access_key_id: OptionalText;
  readonly rclone_config_s3_secret_access_key: OptionalText;
  readonly rclone_config_s3_session_token: OptionalText;
  readonly rclone_config_s3_region: OptionalText;
  readonly rclone_config_s3_endpoint: OptionalText;
}> = builtIn("seldon_s3", {
  rclone_config_s3_type: z.string().default("s3").describe("rclone's name of the storage"),
  rclone_config_s3_provider: z.string().default("aws").describe("Who provides the storage"),
  rclone_config_s3_env_auth: boolean()
    .default(false)
    .describe("Take the credentials of the environment"),
  rclone_config_s3_access_key_id: z.string().optional().describe("The id of the access key"),
  rclone_config_s3_secret_access_key: z.string().optional().describe("The secret access key"),
  rclone_config_s3_session_token: z
    .string()
    .optional()
    .describe("The token of a temporary session"),
  rclone_config_s3_region: z.string().optional().describe("The region"),
  rclone_config_s3_endpoint: z.string().optional().describe("The endpoint of another provider"),
});

/** Seldon Core's access to Google Cloud Storage, as settings of rclone. */
export const seldonGsSchema: BaseSecretSchema<{
  readonly rclone_config_gs_type: DefaultedText;
  readonly rclone_config_gs_client_id: OptionalText;
  readonly rclone_config_gs_client_secret: OptionalText;
  readonly rclone_config_gs_project_number: OptionalText;
  readonly rclone_config_gs_service_account_credentials: OptionalText;
  readonly rclone_config_gs_anonymous: Flag;
  readonly rclone_config_gs_token: OptionalText;
  readonly rclone_config_gs_auth_url: OptionalText;
  readonly rclone_config_gs_token_url: OptionalText;
}> = builtIn("seldon_gs", {
  rclone_config_gs_type: z
    .string()
    .default("google cloud storage")
    .describe("rclone's name of the storage"),
  rclone_config_gs_client_id: z.string().optional().describe("The OAuth client"),
  rclone_config_gs_client_secret: z.string().optional().describe("The secret of the OAuth client"),
  rclone_config_gs_project_number: z.string().optional().describe("The project's number"),
  rclone_config_gs_service_account_credentials: z
    .string()
    .optional()
    .describe("The credentials file of a service account, as JSON"),
  rclone_config_gs_anonymous: boolean()
    .default(false)
    .describe("Read public buckets without credentials"),
  rclone_config_gs_token: z.string().optional().describe("The OAuth access token, as JSON"),
  rclone_config_gs_auth_url: z.string().optional().describe("The URL of the authorisation server"),
  rclone_config_gs_token_url: z.string().optional().describe("The URL of the token server"),
});

/** Seldon Core's access to Azure Blob Storage, as settings of rclone. */
export const seldonAzSchema: BaseSecretSchema<{
  readonly rclone_config_az_type: DefaultedText;
  readonly rclone_config_az_account: OptionalText;
  readonly rclone_config_az_key: OptionalText;
  readonly rclone_config_az_sas_url: OptionalText;
  readonly rclone_config_az_use_msi: Flag;
  readonly rclone_config_az_env_auth: Flag;
  readonly rclone_config_az_client_secret: OptionalText;
  readonly rclone_config_az_client_id: OptionalText;
  readonly rclone_config_az_tenant: OptionalText;
}> = builtIn("seldon_az", {
  rclone_config_az_type: z.string().default("azureblob").describe("rclone's name of the storage"),
  rclone_config_az_account: z.string().optional().describe("The storage account"),
  rclone_config_az_key: z.string().optional().describe("The key of the storage account"),
  rclone_config_az_sas_url: z.string().optional().describe("A URL with a shared access signature"),
  rclone_config_az_use_msi: boolean().default(false).describe("Use a managed identity"),
  rclone_config_az_env_auth: boolean()
    .default(false)
    .describe("Take the credentials of the environment"),
  rclone_config_az_client_secret: z
    .string()
    .optional()
    .describe("The password of the service principal"),
  rclone_config_az_client_id: z.string().optional().describe("The service principal"),
  rclone_config_az_tenant: z.string().optional().describe("The tenant of the service principal"),
});

/** KServe's access to S3. */
export const kserveS3Schema: BaseSecretSchema<{
  readonly aws_access_key_id: OptionalText;
  readonly aws_secret_access_key: OptionalText;
  readonly s3_endpoint: OptionalText;
  readonly s3_region: OptionalText;
  readonly s3_use_https: OptionalText;
  readonly s3_verify_ssl: OptionalText;
}> = builtIn("kserve_s3", {
  aws_access_key_id: z.string().optional().describe("The id of the access key"),
  aws_secret_access_key: z.string().optional().describe("The secret access key"),
  s3_endpoint: z.string().optional().describe("The endpoint"),
  s3_region: z.string().optional().describe("The region"),
  s3_use_https: z.string().optional().describe("1 or 0: whether to use HTTPS"),
  s3_verify_ssl: z
    .string()
    .optional()
    .describe("1 or 0: whether to check the server's certificate"),
});

/** KServe's access to Google Cloud Storage. */
export const kserveGsSchema: BaseSecretSchema<{
  readonly google_application_credentials: OptionalText;
}> = builtIn("kserve_gs", {
  google_application_credentials: z.string().optional().describe("The credentials file, as JSON"),
});

/** KServe's access to Azure Blob Storage. */
export const kserveAzSchema: BaseSecretSchema<{
  readonly azure_client_id: OptionalText;
  readonly azure_client_secret: OptionalText;
  readonly azure_tenant_id: OptionalText;
  readonly azure_subscription_id: OptionalText;
}> = builtIn("kserve_az", {
  azure_client_id: z.string().optional().describe("The service principal"),
  azure_client_secret: z.string().optional().describe("The password of the service principal"),
  azure_tenant_id: z.string().optional().describe("The tenant"),
  azure_subscription_id: z.string().optional().describe("The subscription"),
});

/** Access to WhyLabs. */
export const whylabsSchema: BaseSecretSchema<{
  readonly whylabs_default_org_id: RequiredText;
  readonly whylabs_api_key: RequiredText;
  readonly whylabs_default_dataset_id: OptionalText;
}> = builtIn("whylabs", {
  whylabs_default_org_id: z.string().describe("The organisation"),
  whylabs_api_key: z.string().describe("The key"),
  whylabs_default_dataset_id: z.string().optional().describe("The dataset"),
});
