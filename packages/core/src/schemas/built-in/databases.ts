import { z } from "zod";
import type { BaseSecretSchema } from "../base-secret-schema.ts";
import { boolean, integer } from "../codecs.ts";
import { builtIn, type Flag, type OptionalInteger, type OptionalText } from "./built-in.ts";

/** A connection to MySQL. */
export const mysqlSchema: BaseSecretSchema<{
  readonly user: OptionalText;
  readonly password: OptionalText;
  readonly ssl_ca: OptionalText;
  readonly ssl_cert: OptionalText;
  readonly ssl_key: OptionalText;
  readonly ssl_verify_server_cert: Flag;
}> = builtIn("mysql", {
  user: z.string().optional().describe("The user"),
  password: z.string().optional().describe("The user's password"),
  ssl_ca: z.string().optional().describe("The certificates of the authorities to trust, in PEM"),
  ssl_cert: z.string().optional().describe("The client's certificate, in PEM"),
  ssl_key: z.string().optional().describe("The client's private key, in PEM"),
  ssl_verify_server_cert: boolean()
    .default(false)
    .describe("Whether the server's certificate is checked"),
});

/** A connection to PostgreSQL. */
export const postgresSchema: BaseSecretSchema<{
  readonly host: OptionalText;
  readonly port: OptionalInteger;
  readonly database: OptionalText;
  readonly user: OptionalText;
  readonly password: OptionalText;
  readonly ssl_mode: OptionalText;
  readonly ssl_ca: OptionalText;
  readonly ssl_cert: OptionalText;
  readonly ssl_key: OptionalText;
}> = builtIn("postgres", {
  host: z.string().optional().describe("The server"),
  port: integer().optional().describe("The server's port"),
  database: z.string().optional().describe("The database"),
  user: z.string().optional().describe("The user"),
  password: z.string().optional().describe("The user's password"),
  ssl_mode: z.string().optional().describe("As libpq's sslmode: disable, require, verify-full …"),
  ssl_ca: z.string().optional().describe("The certificates of the authorities to trust, in PEM"),
  ssl_cert: z.string().optional().describe("The client's certificate, in PEM"),
  ssl_key: z.string().optional().describe("The client's private key, in PEM"),
});
