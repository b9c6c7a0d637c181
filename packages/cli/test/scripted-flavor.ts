import { fileURLToPath } from "node:url";
import { storeFile } from "./kist.ts";
import type { Place } from "./place.ts";

const local = fileURLToPath(new URL("../../local/src/index.ts", import.meta.url));

/**
 * Writes a configuration whose manager is the default store with a hook that does otherwise, and answers the words
 * that choose it.
 *
 * @param hooks methods of a class that extends `LocalSecretsManager`: what another process, a person or a crash does at
 * the worst moment. `other()` is a manager over the same store
 */
export async function scriptedFlavor(
  place: Place,
  hooks: string,
  config: Readonly<Record<string, unknown>> = {},
): Promise<readonly string[]> {
  await place.write(
    "scripted.mjs",
    `import { LocalSecretsManager } from ${JSON.stringify(local)};
     import { existsSync, writeFileSync } from "node:fs";
     const file = ${JSON.stringify(storeFile(place))};
     const other = () => new LocalSecretsManager({ file, scope: "none" });
     /** Whether this is the first time, of all processes. */
     const once = () => !existsSync("once") && (writeFileSync("once", ""), true);
     export class Scripted extends LocalSecretsManager {
       static FLAVOR = "scripted";
       ${hooks}
     }`,
  );
  const file = await place.write(
    "scripted.json",
    JSON.stringify({
      active: "scripted",
      managers: {
        scripted: {
          id: "scripted",
          flavor: "scripted",
          config: { scope: "none", file: storeFile(place), ...config },
        },
      },
      flavors: { scripted: "./scripted.mjs" },
    }),
  );
  return ["--config", file];
}
