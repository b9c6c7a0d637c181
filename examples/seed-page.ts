/**
 * The main job, on the in-memory manager: define a schema, register a secret, list, read it typed,
 * update it safely, and resolve a configuration that refers to it. Run it with `npm start`.
 */
import { inspect } from "node:util";
import {
  defineSecretSchema,
  KeykistError,
  registerSecretSchema,
  resolveReferences,
} from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { z } from "zod";

const say = (line: string): void => {
  console.log(line);
};

say("1. Define a schema, and register it: two required keys and an optional one.");
const exampleSchema = registerSecretSchema(
  defineSecretSchema("example", {
    username: z.string(),
    password: z.string(),
    token: z.string().optional(),
  }),
);
say(
  `   ${exampleSchema.TYPE}: required ${exampleSchema.requiredKeys.join(", ")}; optional ${exampleSchema.optionalKeys.join(", ")}`,
);

say("\n2. Make a secret and register it. Printing it never shows a value.");
await using manager = new MemorySecretsManager();
const secret = exampleSchema.create("prod-db", {
  username: "app",
  password: "correct horse battery staple",
});
const first = await manager.registerSecret(secret);
say(`   ${inspect(secret)}`);

say(
  "\n3. What does not fit the schema is refused; the error names what is wrong, and never a value.",
);
try {
  const { username, password } = secret.content;
  const fromOutside = { username, password, passwort: "typed by somebody else" };
  exampleSchema.create("prod-db", fromOutside);
} catch (error) {
  if (!KeykistError.is(error, "INVALID_KEY")) throw error;
  say(`   ${error.code}: ${error.message}`);
}

say("\n4. List, and read typed.");
say(`   secrets: ${(await manager.getAllSecretKeys()).join(", ")}`);
const { content, revision } = await manager.getSecret("prod-db", exampleSchema);
say(
  `   password has ${content.password.length} characters; token is ${content.token ?? "not set"}`,
);

say("\n5. Update it. Whoever read an older state cannot overwrite a newer one.");
const second = await manager.updateSecret(
  exampleSchema.create("prod-db", { ...content, token: "t-1" }),
  { ifRevision: revision },
);
try {
  await manager.updateSecret(exampleSchema.create("prod-db", { ...content, password: "lost" }), {
    ifRevision: first,
  });
} catch (error) {
  if (!KeykistError.is(error, "REVISION_CONFLICT")) throw error;
  say(`   stale revision: ${error.code}, ${error.outcome}: ${error.hint}`);
}
await manager.updateSecret(exampleSchema.create("prod-db", { ...content, token: "t-2" }), {
  ifRevision: second,
});
say("   right revision: updated");

say("\n6. Or let keykist read, change and retry: twenty writers at once, none is lost.");
await Promise.all(
  Array.from({ length: 20 }, () =>
    manager.modifySecret("prod-db", (entries) => ({ ...entries, token: `${entries["token"]}+` })),
  ),
);
const { token } = (await manager.getSecret("prod-db", exampleSchema)).content;
say(`   changes that arrived: ${token?.match(/\+/gu)?.length}`);

say("\n7. A configuration refers to the secret; only the resolved copy holds its values.");
const config = {
  host: "db.internal",
  url: "postgres://{{prod-db.username}}:{{prod-db.password}}@db.internal/app",
};
const resolved = await resolveReferences(config, manager);
say(`   written:  ${config.url}`);
say(`   resolved: ${resolved.url.replace(content.password, "********")}`);

say("\n8. Delete it.");
await manager.deleteSecret("prod-db");
say(`   secrets left: ${(await manager.getAllSecretKeys()).length}`);
