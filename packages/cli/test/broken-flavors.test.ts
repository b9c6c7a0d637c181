import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { documentOf, kist, succeed } from "./kist.ts";
import { flavorModule, installCore } from "./modules.ts";
import type { Place } from "./place.ts";
import { makeProject } from "./project.ts";

/** Flavors that worked when they were registered, and do so no longer: their modules, and how kist refuses them. */
const broken: Readonly<Record<string, { text: string; exitCode: number; message: RegExp }>> = {
  throws: {
    text: 'throw new RangeError("hunter2");',
    exitCode: 6,
    message: /throws\.mjs fails as it is loaded \(RangeError\); look at it: node /,
  },
  hangs: {
    text: "await new Promise(() => undefined);",
    exitCode: 8,
    message: /importing .*hangs\.mjs has not ended after 10 seconds; look at it: node /,
  },
  beats: {
    text: "await new Promise(() => { setInterval(() => undefined, 1000); });",
    exitCode: 8,
    message: /importing .*beats\.mjs has not ended after 10 seconds/,
  },
  two: {
    text: `${flavorModule("two", "One")}\nexport class Two extends One {}`,
    exitCode: 3,
    message: /two\.mjs exports several flavors: One, Two; say which: \.\/two\.mjs#One/,
  },
  later: {
    text: `${flavorModule("later")}\nReflect.set(AcmeSecretsManager, "specVersion", 9);`,
    exitCode: 9,
    message: /version 9 of the contract, this kist on 1; upgrade @keykist\/cli/,
  },
};

const names = Object.keys(broken);

/** A project that has such flavors beside the managers that work. */
async function makeBroken(flavors: readonly string[] = names): Promise<Place> {
  const entries = flavors.map((name) => [name, { id: name, flavor: name, config: {} }] as const);
  const place = await makeProject({
    managers: {
      dev: { id: "dev", flavor: "local", config: {} },
      acme: { id: "acme", flavor: "acme", config: {} },
      ...Object.fromEntries(entries),
    },
    flavors: Object.fromEntries(["acme", ...flavors].map((name) => [name, `./${name}.mjs`])),
  });
  await installCore(place);
  await place.write("acme.mjs", flavorModule("acme"));
  for (const [name, { text }] of Object.entries(broken)) await place.write(`${name}.mjs`, text);
  return place;
}

describe("flavors that are broken", () => {
  test("are refused where they are used, each for what is wrong with it", async () => {
    const place = await makeBroken();
    // Side by side: the modules that hang take their time.
    const ended = await Promise.all(
      names.map(async (name) => [name, await kist(place, ["list", "--manager", name])] as const),
    );
    for (const [name, one] of ended) {
      const { exitCode, message } = broken[name] ?? { exitCode: 0, message: /^$/ };
      expect(failureIn(one)).toEqual(refusal(exitCode, message));
      expect(one.stderr).not.toContain("hunter2");
    }
  });

  test("keep no other from work, nor from being listed, and can be taken out", async () => {
    const place = await makeBroken();
    for (const manager of ["dev", "acme"]) {
      await succeed(place, ["register", "db", "k=v", "--manager", manager]);
    }
    expect(await succeed(place, ["get", "db", "k", "--manager", "dev"])).toBe("v");
    const listed = await documentOf(place, ["flavor", "list"]);
    for (const name of names) {
      expect(listed).toContainEqual(expect.objectContaining({ name, installed: true }));
    }
    await succeed(place, ["manager", "delete", "throws", "--yes"]);
    await succeed(place, ["flavor", "delete", "throws"]);
    expect(await place.read("keykist.json")).not.toContain("throws");
  });

  test("are each found by kist doctor", async () => {
    // One that hangs takes its time, and shows what two would.
    const flavors = names.filter((name) => name !== "beats");
    const place = await makeBroken(flavors);
    const { exitCode, stdout } = await kist(place, ["doctor"]);
    expect(exitCode).not.toBe(0);
    for (const name of flavors) expect(stdout).toMatch(new RegExp(`manager ${name} `));
  });
});
