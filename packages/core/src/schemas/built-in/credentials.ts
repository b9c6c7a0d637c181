import { z } from "zod";
import type { BaseSecretSchema } from "../base-secret-schema.ts";
import { builtIn, type OptionalText, type RequiredText } from "./built-in.ts";

/** A user's name and password. */
export const basicAuthSchema: BaseSecretSchema<{
  readonly username: RequiredText;
  readonly password: RequiredText;
}> = builtIn("basic_auth", {
  username: z.string().describe("The user's name"),
  password: z.string().describe("The user's password"),
});

/** A key for an interface, with the id that some of them want beside it. */
export const apiKeySchema: BaseSecretSchema<{
  readonly api_key: RequiredText;
  readonly key_id: OptionalText;
}> = builtIn("api_key", {
  api_key: z.string().describe("The key"),
  key_id: z.string().optional().describe("What the issuer calls the key"),
});

/** A certificate and its private key, in PEM. */
export const tlsSchema: BaseSecretSchema<{
  readonly certificate: RequiredText;
  readonly private_key: RequiredText;
  readonly ca: OptionalText;
  readonly passphrase: OptionalText;
}> = builtIn("tls", {
  certificate: z.string().describe("The certificate, with its chain, in PEM"),
  private_key: z.string().describe("The private key, in PEM"),
  ca: z.string().optional().describe("The certificates of the authorities to trust, in PEM"),
  passphrase: z.string().optional().describe("What the private key is encrypted with"),
});

/** A key pair for SSH. */
export const sshKeySchema: BaseSecretSchema<{
  readonly private_key: RequiredText;
  readonly public_key: OptionalText;
  readonly passphrase: OptionalText;
  readonly username: OptionalText;
}> = builtIn("ssh_key", {
  private_key: z.string().describe("The private key, in the form of OpenSSH or PEM"),
  public_key: z.string().optional().describe("The public key, as one line of authorized_keys"),
  passphrase: z.string().optional().describe("What the private key is encrypted with"),
  username: z.string().optional().describe("The user to log in as"),
});
