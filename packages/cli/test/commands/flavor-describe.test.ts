import { describe, expect, test } from "vitest";
import { inPackage, makeInstalled } from "../installed-flavor.ts";
import { documentOf, succeed } from "../kist.ts";
import { flavorModule } from "../modules.ts";
import { makeProject } from "../project.ts";

describe("kist flavor describe", () => {
  test("has heads over what a flavor is configured with, what it can do, and its limits", async () => {
    const place = await makeInstalled();
    const shown = await succeed(place, ["flavor", "describe", "acme"]);
    expect(shown).toMatch(/^acme {2}@acme\/keykist$/m);
    expect(shown).toMatch(/^ {2}OPTION +TYPE +DEFAULT +WHAT IT IS$/m);
    expect(shown).toMatch(/^ {2}retries +integer +3$/m);
    expect(shown).toMatch(/^ {2}token +string +secret: never written into a configuration$/m);
    expect(shown).toMatch(/^ {2}CAPABILITY +CLAIM\n {2}exclusive create +server$/m);
    expect(shown).toMatch(/^ {2}OF +AT MOST\n {2}bytes of a value +1048576$/m);
  });

  test("says which options are required", async () => {
    const place = await makeInstalled();
    const text = flavorModule("acme").replace(
      "retries: {",
      'folder: { type: "string" }, retries: {',
    );
    await place.write(inPackage("main.mjs"), text);
    const shown = await succeed(place, ["flavor", "describe", "acme"]);
    expect(shown).toMatch(/^ {2}folder +string +\(required\)$/m);
  });

  test("shows the scope that the command writes for a new manager as its default", async () => {
    const place = await makeProject();
    const shown = await succeed(place, ["flavor", "describe", "local"]);
    expect(shown).toMatch(/^ {2}scope +none \| global \| component \| namespace +component /m);
    const described = await documentOf(place, ["flavor", "describe", "local"]);
    expect(described).toMatchObject({
      name: "local",
      defaultScope: "component",
      capabilities: { history: "full" },
    });
  });
});
