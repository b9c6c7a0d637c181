import { describe, expect, test } from "vitest";
import { documentOf, kist, succeed } from "../kist.ts";
import { installCore, schemaModule } from "../modules.ts";
import type { Place } from "../place.ts";
import { makeProject } from "../project.ts";

async function makeSchemas(): Promise<Place> {
  const place = await makeProject({ schemas: ["./shop.ts"] });
  await installCore(place);
  await place.write("shop.ts", schemaModule("shop"));
  return place;
}

describe("kist schema", () => {
  test("lists the built-in ones and those of the configuration", async () => {
    const place = await makeSchemas();
    const schemas = await documentOf(place, ["schema", "list"]);
    expect(schemas).toContainEqual({ type: "basic_auth", source: "built in" });
    expect(schemas).toContainEqual({ type: "shop", source: "./shop.ts" });
    expect(await succeed(place, ["schema", "list"])).toMatch(/^shop +\.\/shop\.ts$/m);
  });

  test("describes the keys of one, with --json its JSON Schema too", async () => {
    const place = await makeSchemas();
    expect(await succeed(place, ["schema", "describe", "shop"])).toBe(
      "shop  ./shop.ts\n  user   required\n  token  optional\n",
    );
    expect(await documentOf(place, ["schema", "describe", "basic_auth"])).toMatchObject({
      source: "built in",
      required: ["password", "username"],
      optional: [],
      jsonSchema: { type: "object", required: expect.arrayContaining(["username"]) as unknown },
    });
    expect(await succeed(place, ["schema", "describe", "arbitrary"])).toContain("any keys");
  });

  test("registers a module, whose schemas secrets are then checked with", async () => {
    const place = await makeSchemas();
    await place.write("more/more.ts", schemaModule("more"));
    const registered = await documentOf(place, ["schema", "register", "./more/more.ts"]);
    expect(registered).toMatchObject({ source: "./more/more.ts", types: ["more"] });
    await succeed(place, ["schema", "register", "more/more.ts"]);
    expect((await place.read("keykist.json")).match(/more\.ts/g)).toHaveLength(1);
    const refused = await kist(place, ["register", "s", "token=x", "--schema", "more"]);
    expect([refused.exitCode, refused.stderr]).toEqual([
      6,
      expect.stringContaining("user: missing"),
    ]);
  });

  test.each([
    ["register", "./none.ts", "export {};", 3, /none\.ts has no schema/],
    [
      "register",
      "./throws.ts",
      'throw new Error("hunter2");',
      6,
      /fails as it is loaded \(Error\)/,
    ],
    ["register", "./built-in.ts", schemaModule("basic_auth"), 4, /that of a built-in schema/],
    [
      "register",
      "./again.ts",
      schemaModule("shop"),
      4,
      /another schema is registered under the type "shop"/,
    ],
    ["register", "./nowhere.ts", undefined, 3, /there is no module/],
    [
      "describe",
      "basic_auht",
      undefined,
      3,
      /no schema of the type "basic_auht"; did you mean basic_auth/,
    ],
    ["describe", "zzz", undefined, 3, /use one of api_key/],
  ])("%s %s ends as it should", async (command, word, text, exitCode, message) => {
    const place = await makeSchemas();
    if (text !== undefined) await place.write(word, text);
    const before = await place.read("keykist.json");
    const ended = await kist(place, ["schema", command, word]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("hunter2");
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
    expect(await place.read("keykist.json")).toBe(before);
  });
});
