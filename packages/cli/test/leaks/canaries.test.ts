import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { canary, findLeaks, seededRandom } from "@keykist/conformance";
import { describe, expect, test } from "vitest";
import { kist, makeStore } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { routes } from "../routes.ts";
import { CANARY, script, valuesScript } from "./script.ts";

const spy = path.join(import.meta.dirname, "spy.mjs");
const seed = Number(process.env["KEYKIST_TEST_SEED"] ?? Date.now() % 1_000_000);

test("the story goes through every command", () => {
  const told = script.map(({ words }) =>
    typeof words === "function" ? "rollback" : words.join(" "),
  );
  const missing = routes()
    .map((route) => route.join(" "))
    .filter((route) => !told.some((line) => line === route || line.startsWith(`${route} `)));
  expect(missing).toEqual([]);
});

describe(`no value is where nobody has asked for it, seed ${seed}:`, () => {
  test("in output, in arguments of processes, or in a file", { timeout: 600_000 }, async () => {
    const value = canary(seededRandom(seed));
    const holds = (text: string): boolean => findLeaks(text, [value]).length > 0;
    expect(await tell({ acts: script, value, environment: {}, holds })).toEqual([]);
  });

  test("nor in what Node says with NODE_DEBUG", { timeout: 600_000 }, async () => {
    // Megabytes a command: what is looked for there is plain.
    const value = `canary${seed}0123456789abcdef`;
    const forms = [
      value,
      Buffer.from(value).toString("base64"),
      Buffer.from(value).toString("hex"),
    ];
    const holds = (text: string): boolean => forms.some((form) => text.includes(form));
    const told = { acts: valuesScript, value, environment: { NODE_DEBUG: "*" }, holds };
    expect(await tell(told)).toEqual([]);
  });
});

interface Telling {
  readonly acts: typeof script;
  readonly value: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a text holds the value, or a piece of it. */
  readonly holds: (text: string) => boolean;
}

/**
 * Goes through a story, and looks for the value wherever it should not be, and for it where it should.
 *
 * @returns what was not as it should be
 */
async function tell({ acts, value, environment, holds }: Telling): Promise<readonly string[]> {
  const place = await givenPlace();
  const log = path.join(place.home, "..", "spawned.jsonl");
  // What is compiled is kept where it is looked through, too.
  const compiled = { NODE_COMPILE_CACHE: path.join(place.home, "compiled") };
  const spied = { ...compiled, NODE_OPTIONS: `--import=${spy}`, KIST_SPY: log, ...environment };
  const inJson = JSON.stringify(value).slice(1, -1);
  const problems: string[] = [];
  for (const { words, input = "", exitCode = 0, gives = false } of acts) {
    const line = typeof words === "function" ? await words(place) : words;
    const text = input.replaceAll(CANARY, () => inJson);
    const { stdout, stderr, ...ended } = await kist(place, line, {
      input: text,
      environment: spied,
    });
    const what = `kist ${line.join(" ")}`;
    if (holds(stderr)) problems.push(`${what}: the value is in stderr`);
    if (holds(stdout) !== gives)
      problems.push(`${what}: the value ${gives ? "is not" : "is"} in stdout`);
    if (ended.exitCode !== exitCode) problems.push(`${what}: ended with ${ended.exitCode}`);
  }
  if (holds(readFileSync(log, "utf8"))) problems.push("the value is in the arguments of a process");
  for (const file of filesIn(path.dirname(place.home))) {
    if (holds(readFileSync(file, "latin1"))) problems.push(`the value is in ${file}`);
  }
  return problems;
}

async function givenPlace(): Promise<Place> {
  const place = await makePlace();
  await makeStore(place);
  const core = import.meta.resolve("@keykist/core");
  const memory = import.meta.resolve("@keykist/core/memory");
  const zod = import.meta.resolve("zod");
  await place.write(
    "schemas.ts",
    `import { defineSecretSchema } from ${JSON.stringify(core)};
     import { z } from ${JSON.stringify(zod)};
     export const service = defineSecretSchema("service", { token: z.string() });`,
  );
  await place.write(
    "flavor.ts",
    `import { MemorySecretsManager } from ${JSON.stringify(memory)};
     export class AcmeSecretsManager extends MemorySecretsManager { static override readonly FLAVOR = "acme"; }`,
  );
  return place;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
