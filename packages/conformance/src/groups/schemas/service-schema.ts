import { defineSecretSchema, type SecretSchema, SecretSchemaRegistry } from "@keykist/core";
import { boolean, integer, json } from "@keykist/core/schemas";
import { z } from "zod";
import type { CaseContext } from "../../conformance-case.ts";
import { type GivenEntries, storeSecret } from "../../set-up.ts";

/** What a secret of the schema that the cases use holds: a string, codecs over strings, and what may be absent. */
export interface Service {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly region: string;
  readonly token?: string | undefined;
}

/** The same, where what has a default may be left out. */
export type ServiceInput = Omit<Service, "region"> & Partial<Pick<Service, "region">>;

/** A schema that no registry knows by itself. */
export function serviceSchema(): SecretSchema<Service, ServiceInput> {
  return defineSecretSchema("service", {
    host: z.string(),
    port: integer(),
    tls: boolean(),
    labels: json(z.record(z.string(), z.string())),
    region: z.string().default("north"),
    token: z.string().optional(),
  });
}

/** A secret of the schema, typed. */
export const service: Service = Object.freeze({
  host: "db.internal",
  port: 5432,
  tls: true,
  labels: Object.freeze({ tier: "gold" }),
  region: "south",
  token: "tulip",
});

/** The same, as it is stored. */
export const serviceEntries: GivenEntries = Object.freeze({
  host: "db.internal",
  port: "5432",
  tls: "true",
  labels: '{"tier":"gold"}',
  region: "south",
  token: "tulip",
});

/** A registry that knows these schemas, beside the built-in ones. */
export function registryWith(...schemas: readonly SecretSchema[]): SecretSchemaRegistry {
  const registry = new SecretSchemaRegistry();
  for (const schema of schemas) registry.register(schema);
  return registry;
}

/** A schema of a type that takes any strings under the keys of these entries, and has no others. */
export function looseSchema(
  type: string,
  entries: GivenEntries,
): SecretSchema<object, GivenEntries> {
  return defineSecretSchema(
    type,
    Object.fromEntries(Object.keys(entries).map((key) => [key, z.string()])),
  );
}

/** Stores a secret of any type with any entries, through a manager whose registry does not know the type. */
export async function givenTyped(
  context: CaseContext,
  type: string,
  entries: GivenEntries,
  hint = "db",
): Promise<string> {
  const name = context.name(hint);
  const manager = await context.manager({}, { registry: registryWith() });
  await storeSecret(context, manager, looseSchema(type, entries).create(name, entries));
  await context.settle();
  return name;
}
