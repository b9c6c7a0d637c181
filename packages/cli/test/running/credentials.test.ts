import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { kist, succeed } from "../kist.ts";
import { installCore } from "../modules.ts";
import type { Place } from "../place.ts";
import { makeProject } from "../project.ts";

const environment = { ACME_TOKEN: "hunter2", ACME_URL: "https://acme.test" };

/** A flavor that is let in with one token, which is taken from ACME_TOKEN. Says by a file that it was run. */
const MODULE = `
  import { writeFileSync } from "node:fs";
  import { configFields } from "@keykist/core";
  import { MemorySecretsManager } from "@keykist/core/memory";

  writeFileSync(new URL("./ran", import.meta.url), "");

  export class AcmeSecretsManager extends MemorySecretsManager {
    static FLAVOR = "acme";
    static configSchema = configFields({
      url: { type: "string", optional: true },
      token: { type: "string", optional: true, sensitive: true, environment: "ACME_TOKEN" },
    });
    async connect() {
      if (this.config.token !== "hunter2") throw Object.assign(new Error("401"), { status: 401 });
    }
    classify(error, context) {
      return error.status === 401
        ? { code: "UNAUTHENTICATED", retry: "never", hint: "set ACME_TOKEN" }
        : super.classify(error, context);
    }
  }
`;

/** A project that has registered the flavor, and has a manager of it. */
async function placeWithFlavor(): Promise<Place> {
  const place = await makeProject({
    flavors: { acme: "./acme.mjs" },
    managers: {
      dev: { id: "dev", flavor: "local", config: {} },
      acme: { id: "acme", flavor: "acme", config: {} },
    },
  });
  await installCore(place);
  await place.write("acme.mjs", MODULE);
  return place;
}

const SHOW = "process.stdout.write(JSON.stringify([process.env.ACME_TOKEN, process.env.ACME_URL]))";
const show = [process.execPath, "-e", SHOW];

describe("the variable that a flavor takes its credentials from", () => {
  test("is given to the flavor", async () => {
    const place = await placeWithFlavor();
    const words = ["list", "--manager", "acme"];
    expect(await succeed(place, words, { environment })).toBe("");
    const refused = await kist(place, words);
    expect(refused.exitCode).toBe(7);
    expect(refused.stderr).toContain("set ACME_TOKEN");
  });

  test("never reaches the command of run, whichever manager is used", async () => {
    const place = await placeWithFlavor();
    await succeed(place, ["register", "app", "KEY=-"], { input: "v" });
    for (const words of [
      ["run", "--quiet"],
      ["run", "--secret", "app"],
    ]) {
      expect(await succeed(place, [...words, "--", ...show], { environment })).toBe(
        '[null,"https://acme.test"]',
      );
    }
  });

  test("reaches it as the key of a secret, which is injected on purpose", async () => {
    const place = await placeWithFlavor();
    await succeed(place, ["register", "app", "ACME_TOKEN=-"], { input: "for the app" });
    const words = ["run", "--secret", "app", "--", ...show];
    expect(await succeed(place, words, { environment })).toBe(
      '["for the app","https://acme.test"]',
    );
  });

  test("is not asked of a flavor in a project that is not trusted: no code of it is run", async () => {
    const place = await placeWithFlavor();
    const text = await place.read("keykist.json");
    await place.write("keykist.json", `${text}\n`);
    expect(await succeed(place, ["run", "--quiet", "--", ...show], { environment })).toBe(
      '["hunter2","https://acme.test"]',
    );
    expect(existsSync(path.join(place.folder, "ran"))).toBe(false);
  });

  test("is not asked of a flavor that cannot be loaded, and the command runs", async () => {
    const place = await placeWithFlavor();
    await place.write("acme.mjs", "throw new Error('broken')");
    expect(await succeed(place, ["run", "--quiet", "--", ...show])).toBe("[null,null]");
  });

  test("is an error where it is set, but blank", async () => {
    const place = await placeWithFlavor();
    const ended = await kist(place, ["list", "--manager", "acme"], {
      environment: { ACME_TOKEN: " " },
    });
    expect(ended).toMatchObject({ exitCode: 6, stdout: "" });
    expect(ended.stderr).toContain("the variable ACME_TOKEN is set, but empty");
  });

  test("is named where the option is refused, and where the flavor is described", async () => {
    const place = await placeWithFlavor();
    const refused = await kist(place, ["manager", "update", "acme", "token=hunter2"]);
    expect(refused.exitCode).toBe(6);
    expect(refused.stderr).toContain("leave it out, and set ACME_TOKEN");
    expect(refused.stderr).not.toContain("hunter2");
    expect(await succeed(place, ["flavor", "describe", "acme"])).toMatch(
      /^ +token .*secret: never written into a configuration; taken from ACME_TOKEN$/m,
    );
  });
});
