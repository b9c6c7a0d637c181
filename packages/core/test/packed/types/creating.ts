// What the compiler takes for a new secret, or a new content of one, and what it refuses.
import type { Revision, Secret, SecretsManager } from "@keykist/core";
import { arbitrarySchema, defineSecretSchema } from "@keykist/core";
import { base64Bytes, boolean, integer, json } from "@keykist/core/schemas";
import { expectTypeOf } from "expect-type";
import { z } from "zod";

const serviceSchema = defineSecretSchema("service", {
  token: z.string(),
  port: integer(),
  tls: boolean().default(true),
  key: base64Bytes().optional(),
  hosts: json(z.array(z.object({ name: z.string(), weight: z.number() }))),
});

const hosts = [{ name: "a.example", weight: 1 }];

export function codecs(): void {
  const secret = serviceSchema.create("api", { token: "…", port: 443, hosts });
  expectTypeOf(secret.content.port).toEqualTypeOf<number>();
  expectTypeOf(secret.content.tls).toEqualTypeOf<boolean>();
  expectTypeOf(secret.content.key).toEqualTypeOf<Uint8Array<ArrayBuffer> | undefined>();
  expectTypeOf(secret.content.hosts).toEqualTypeOf<{ name: string; weight: number }[]>();
}

export function whatCanBeLeftOut(): void {
  serviceSchema.create("api", { token: "…", port: 443, hosts, tls: false, key: new Uint8Array(8) });
  serviceSchema.create("api", { token: "…", port: 443, hosts, key: undefined });
  // @ts-expect-error -- `token` is missing
  serviceSchema.create("api", { port: 443, hosts });
  // @ts-expect-error -- the number goes in, not the text that is stored
  serviceSchema.create("api", { token: "…", port: "443", hosts });
  // @ts-expect-error -- the schema has no such key
  serviceSchema.create("api", { token: "…", port: 443, hosts, region: "eu" });
  // @ts-expect-error -- the content of the JSON text is typed, too
  serviceSchema.create("api", { token: "…", port: 443, hosts: [{ name: "a.example" }] });
}

export function arbitraryValues(): void {
  expectTypeOf(arbitrarySchema.create("db", { password: "…" })).toEqualTypeOf<Secret>();
  // @ts-expect-error -- a value is text
  arbitrarySchema.create("db", { port: 5432 });
}

export function shapes(): void {
  // @ts-expect-error -- a number is not stored as text: `integer()` is
  defineSecretSchema("wrong", { port: z.number() });
  // @ts-expect-error -- null is not text
  defineSecretSchema("wrong", { note: z.string().nullable() });
  // @ts-expect-error -- `json` makes text of an object
  defineSecretSchema("wrong", { nested: z.object({ user: z.string() }) });
}

export async function writing(manager: SecretsManager): Promise<void> {
  const secret = serviceSchema.create("api", { token: "…", port: 443, hosts });
  expectTypeOf(await manager.registerSecret(secret)).toEqualTypeOf<Revision>();
  await manager.updateSecret(secret, { ifRevision: "1" });
  // @ts-expect-error -- a secret is made by a schema: a bare object is none
  await manager.registerSecret({ name: "api", content: { token: "…" } });
  // @ts-expect-error -- a condition is a revision
  await manager.updateSecret(secret, { ifRevision: 1 });
}

export async function modifying(manager: SecretsManager): Promise<void> {
  const options = { schema: serviceSchema };
  await manager.modifySecret("api", (content) => ({ ...content, port: content.port + 1 }), options);
  // @ts-expect-error -- the new content has the types of the schema
  await manager.modifySecret("api", (content) => ({ ...content, port: "443" }), options);
  await manager.modifySecret("db", (content) => ({ ...content, password: "…" }));
  // @ts-expect-error -- without a schema, values are text
  await manager.modifySecret("db", () => ({ port: 5432 }));
}
