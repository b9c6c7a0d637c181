import { arbitrarySchema, isSecretKey, type SecretSchema } from "@keykist/core";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/** What is known of the secret that the entries are for. */
export interface AskOptions {
  /** Keys that have a value already, which stays where no other is given. */
  readonly present?: readonly string[] | undefined;
  /** Keys that nobody is to be asked for. */
  readonly left?: readonly string[] | undefined;
}

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
  { present = [], left = [] }: AskOptions = {},
): Promise<void> {
  if (!prompts.available)
    throw new UsageError("-i needs a terminal to ask at", "give KEY=@FILE or KEY=- instead");
  const takesAny = TYPE === arbitrarySchema.TYPE;
  for (const key of takesAny ? present : [...requiredKeys, ...optionalKeys]) {
    if (given.has(key) || left.includes(key)) continue;
    const nothing = present.includes(key)
      ? " (nothing keeps it)"
      : requiredKeys.includes(key)
        ? ""
        : " (optional: nothing leaves it out)";
    const value =
      nothing === ""
        ? await askForSomething(prompts, key)
        : await prompts.hidden(`Value of ${key}${nothing}`);
    if (value !== "") given.set(key, value);
  }
  while (takesAny) {
    const key = await prompts.text("Next key (nothing ends)", keyProblem);
    if (key === "") return;
    given.set(key, await askForSomething(prompts, key));
  }
}

/** Asks until something is given: Enter alone is rather a slip than a value. */
async function askForSomething(prompts: Session["prompts"], key: string): Promise<string> {
  for (;;) {
    const value = await prompts.hidden(`Value of ${key}`);
    if (value !== "") return value;
  }
}

function keyProblem(text: string): string | undefined {
  if (text === "" || isSecretKey(text)) return undefined;
  return 'a key is of letters, digits, "_" and "-", and does not begin with a digit';
}
