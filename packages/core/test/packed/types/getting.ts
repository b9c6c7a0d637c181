// What the compiler knows of a secret that is read. Nothing of this is run: it has to compile, with each supported
// TypeScript, against the declarations as they are published.
import type {
  ArbitraryContent,
  KeykistError,
  Revision,
  Secret,
  SecretsManager,
} from "@keykist/core";
import { arbitrarySchema, defineSecretSchema } from "@keykist/core";
import { basicAuthSchema } from "@keykist/core/schemas";
import { expectTypeOf } from "expect-type";
import { z } from "zod";

const databaseSchema = defineSecretSchema("database", {
  user: z.string(),
  password: z.string(),
  note: z.string().optional(),
  mode: z.enum(["read", "write"]).default("read"),
});

/** What `databaseSchema` gives. */
interface DatabaseContent {
  readonly user: string;
  readonly password: string;
  readonly note?: string | undefined;
  readonly mode: "read" | "write";
}

export async function withSchema(manager: SecretsManager): Promise<void> {
  const { content, revision } = await manager.getSecret("db", databaseSchema);
  expectTypeOf(content).branded.toEqualTypeOf<DatabaseContent>();
  expectTypeOf(content.user).toEqualTypeOf<string>();
  expectTypeOf(content.note).toEqualTypeOf<string | undefined>();
  expectTypeOf(content.mode).toEqualTypeOf<"read" | "write">();
  expectTypeOf(revision).toEqualTypeOf<Revision | undefined>();
  // @ts-expect-error -- the schema has no such key
  expectTypeOf(content.host).toBeUnknown();
  // @ts-expect-error -- a secret that was read is not changed in place
  content.user = "app";
}

export async function withBuiltInSchema(manager: SecretsManager): Promise<void> {
  const { content } = await manager.getSecret("login", basicAuthSchema);
  expectTypeOf(content.username).toEqualTypeOf<string>();
  expectTypeOf(content.password).toEqualTypeOf<string>();
}

export async function withoutSchema(manager: SecretsManager): Promise<void> {
  const raw = await manager.getSecret("db");
  expectTypeOf(raw).toEqualTypeOf<Secret>();
  expectTypeOf(raw.content).toEqualTypeOf<ArbitraryContent>();
  expectTypeOf(await manager.getSecret("db", arbitrarySchema)).toEqualTypeOf<Secret>();
}

export async function someKeys(manager: SecretsManager): Promise<void> {
  const { content } = await manager.getSecret("db", databaseSchema, { keys: ["user", "note"] });
  expectTypeOf<keyof typeof content>().toEqualTypeOf<"user" | "note">();
  expectTypeOf(content.user).toEqualTypeOf<string>();
  // @ts-expect-error -- it was not asked for
  expectTypeOf(content.password).toBeUnknown();
  // @ts-expect-error -- the schema has no such key
  await manager.getSecret("db", databaseSchema, { keys: ["host"] });
}

export async function many(manager: SecretsManager): Promise<void> {
  const typed = await manager.getSecrets(["db", "replica"], databaseSchema);
  type Answer = Secret<{ readonly user: string }> | KeykistError | undefined;
  expectTypeOf(typed.get("db")).toExtend<Answer>();
  expectTypeOf(await manager.getSecrets(["db"])).toEqualTypeOf<
    Map<string, Secret | KeykistError>
  >();
}

export async function mustNotCompile(manager: SecretsManager): Promise<void> {
  // @ts-expect-error -- a name is text
  await manager.getSecret(7);
  // @ts-expect-error -- a zod object is not a schema of secrets
  await manager.getSecret("db", z.object({ user: z.string() }));
  // @ts-expect-error -- options are known by name
  await manager.getSecret("db", { version: "1" });
}
