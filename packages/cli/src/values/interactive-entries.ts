import { isSecretKey, type SecretSchema } from "@keykist/core";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Asks for each key of a schema in turn, or for keys of one's own where the schema takes any; those that are given
 * already are left out.
 *
 * @param given are added to
 * @throws UsageError where there is no terminal to ask at
 */
export async function askForEntries(
  { prompts }: Session,
  { TYPE, requiredKeys, optionalKeys }: SecretSchema,
  given: Map<string, string>,
): Promise<void> {
  if (!prompts.available)
    throw new UsageError("-i needs a terminal to ask at", "give KEY=@FILE or KEY=- instead");
  for (const key of requiredKeys) {
    if (!given.has(key)) given.set(key, await prompts.hidden(`Value of ${key}`));
  }
  for (const key of optionalKeys) {
    if (given.has(key)) continue;
    const value = await prompts.hidden(`Value of ${key} (optional: nothing leaves it out)`);
    if (value !== "") given.set(key, value);
  }
  while (TYPE === "arbitrary") {
    const key = await prompts.text("Next key (nothing ends)");
    if (key === "") return;
    if (isSecretKey(key)) given.set(key, await prompts.hidden(`Value of ${key}`));
  }
}
