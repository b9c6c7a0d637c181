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

describe.each([
  ["as usual", {}],
  ["with NODE_DEBUG", { NODE_DEBUG: "*" }],
])(`%s, seed ${seed}: no value is where nobody has asked for it`, (_how, environment) => {
  test("in output, in arguments of processes, or in a file", { timeout: 600_000 }, async () => {
    const place = await givenPlace();
    const log = path.join(place.home, "..", "spawned.jsonl");
    const value = canary(seededRandom(seed));
    const spied = { NODE_OPTIONS: `--import=${spy}`, KIST_SPY: log, ...environment };
    // Node says much with NODE_DEBUG, and takes its time: only what has to do with values is run then.
    const debugged = "NODE_DEBUG" in environment;
    const acts = debugged ? valuesScript : script;
    for (const { words, input = "", exitCode = 0, gives } of acts) {
      const line = typeof words === "function" ? await words(place) : words;
      const text = input.replaceAll(JSON.stringify(CANARY), () => JSON.stringify(value));
      const ended = await kist(place, line, {
        input: text.replaceAll(CANARY, () => JSON.stringify(value).slice(1, -1)),
        environment: spied,
      });
      const what = `kist ${line.join(" ")}`;
      // Without NODE_DEBUG, what it says tells why.
      const said = debugged ? "" : ended.stderr;
      expect({
        what,
        exitCode: ended.exitCode,
        said: ended.exitCode === exitCode ? "" : said,
      }).toEqual({ what, exitCode, said: "" });
      expect({ what, leaks: findLeaks(ended.stderr, [value]) }).toEqual({ what, leaks: [] });
      if (gives !== true) {
        expect({ what, leaks: findLeaks(ended.stdout, [value]) }).toEqual({ what, leaks: [] });
      }
    }
    expect(findLeaks(readFileSync(log, "utf8"), [value])).toEqual([]);
    for (const file of filesIn(path.dirname(place.home))) {
      const found = { file, leaks: findLeaks(readFileSync(file, "latin1"), [value]) };
      expect(found).toEqual({ file, leaks: [] });
    }
  });
});

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
