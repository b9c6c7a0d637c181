import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { z } from "zod";
import { documentOf, type Ended, kist } from "../kist.ts";
import { flavorModule, schemaModule } from "../modules.ts";
import type { Place } from "../place.ts";
import { makeServedProject, type ServedFlavor } from "./served-flavor.ts";
import { type Act, EARLIER, story } from "./story.ts";

const historySchema = z.array(z.object({ revision: z.string() }));

/**
 * Goes through the story of every command, with a manager of a flavor over its server.
 *
 * @returns what was not as it should be
 */
export async function tellStory(served: ServedFlavor): Promise<readonly string[]> {
  const place = await makeServedProject(served);
  await place.write("schemas.ts", schemaModule("service"));
  await place.write("other.ts", flavorModule(served.flavor));
  const problems: string[] = [];
  for (const act of story(served)) {
    for (const [name, entries] of Object.entries(act.plants ?? {}))
      await served.backend.plant?.(name, entries, { owned: false });
    const words = await typed(place, act);
    const ended = await kist(place, words, { input: act.input });
    const found = [...problemsOf(act, ended), ...(await problemsLeft(act, served))];
    problems.push(...found.map((problem) => `kist ${words.join(" ")}: ${problem}`));
  }
  return problems;
}

/** The words, with the revision that is meant. */
async function typed(place: Place, { words }: Act): Promise<readonly string[]> {
  if (!words.includes(EARLIER)) return words;
  const history = historySchema.parse(await documentOf(place, ["history", "db"]));
  return words.map((word) => (word === EARLIER ? String(history[1]?.revision) : word));
}

function problemsOf(
  { exitCode = 0, shows, complains = /^$/ }: Act,
  { exitCode: ended, stdout, stderr }: Ended,
): string[] {
  const problems: string[] = [];
  if (ended !== exitCode) problems.push(`ended with ${ended}`);
  if (!complains.test(stderr)) problems.push(`stderr: ${stderr}`);
  if (shows !== undefined && !isShown(stdout, shows)) problems.push(`stdout: ${stdout}`);
  return problems;
}

function isShown(stdout: string, shows: NonNullable<Act["shows"]>): boolean {
  if (typeof shows === "string") return stdout === shows;
  if (shows instanceof RegExp) return shows.test(stdout);
  try {
    // A document has all that is expected of it, and a list as many.
    expect(JSON.parse(stdout)).toMatchObject(shows);
    return true;
  } catch {
    return false;
  }
}

/** What the server itself holds, and should not, or the other way. */
async function problemsLeft({ leaves = {} }: Act, { backend }: ServedFlavor): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, entries] of Object.entries(leaves)) {
    const held = (await backend.peek?.(name))?.entries ?? null;
    if (!isDeepStrictEqual(held && { ...held }, entries)) {
      problems.push(`the server holds ${JSON.stringify(held)} as ${name}`);
    }
  }
  return problems;
}
