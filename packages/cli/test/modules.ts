import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import type { Place } from "./place.ts";

const PACKAGES = path.resolve(import.meta.dirname, "../..");

/** Makes `@keykist/core` and zod importable in a folder, as an install would. */
export async function installCore(place: Place): Promise<void> {
  const scope = path.join(place.folder, "node_modules", "@keykist");
  await mkdir(scope, { recursive: true });
  await symlink(path.join(PACKAGES, "core"), path.join(scope, "core"));
  await symlink(
    path.join(PACKAGES, "core/node_modules/zod"),
    path.join(place.folder, "node_modules/zod"),
  );
}

/** The text of a module that exports a flavor of this name, which keeps secrets in memory. */
export function flavorModule(flavor: string, name: string = "AcmeSecretsManager"): string {
  return `
    import { configFields } from "@keykist/core";
    import { MemorySecretsManager } from "@keykist/core/memory";

    export class ${name} extends MemorySecretsManager {
      static FLAVOR = ${JSON.stringify(flavor)};
      static configSchema = configFields({
        endpoint: { type: "string", optional: true },
        retries: { type: "integer", default: 3 },
        strict: { type: "boolean", optional: true },
        labels: { type: "stringMap", optional: true },
        token: { type: "string", optional: true, sensitive: true },
      });
    }
  `;
}

/** The text of a module that says, by a file, that it was run; and does no more. */
export function markerModule(marker: string): string {
  return `
    import { writeFileSync } from "node:fs";
    writeFileSync(${JSON.stringify(marker)}, "");
  `;
}

/** The text of a module that exports a schema of this type. */
export function schemaModule(type: string): string {
  return `
    import { defineSecretSchema } from "@keykist/core";
    import { z } from "zod";
    export const schema = defineSecretSchema(${JSON.stringify(type)}, {
      user: z.string(),
      token: z.string().optional(),
    });
  `;
}
