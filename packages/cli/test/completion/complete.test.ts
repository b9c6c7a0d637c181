import { readdir } from "node:fs/promises";
import path from "node:path";
import { LocalSecretsManager } from "@keykist/local";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, test } from "vitest";
import { kist, succeed } from "../kist.ts";
import { flavorModule, installCore, schemaModule } from "../modules.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";

/** What is proposed for a line; its last word is being typed. */
async function proposals(
  place: Place,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const { exitCode, stdout, stderr } = await kist(place, ["__complete", ...words], { environment });
  expect([exitCode, stderr]).toEqual([0, ""]);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t", 1)[0] ?? "");
}

/** Proposals that are no options. */
function named(found: readonly string[]): string[] {
  return found.filter((one) => !one.startsWith("-"));
}

async function makeCompletable(): Promise<Place> {
  const place = await makeProject({
    flavors: { acme: "./acme.ts" },
    schemas: ["./shop.ts"],
  });
  await installCore(place);
  await place.write("acme.ts", flavorModule("acme"));
  await place.write("shop.ts", schemaModule("shop"));
  await succeed(place, ["register", "prod-db", "user=app", "password=hunter2"]);
  await succeed(place, ["register", "prod/mail", "host=h"]);
  await succeed(place, ["register", "staging", "k=v"]);
  return place;
}

describe("completion", () => {
  test("proposes commands, and what is behind them", async () => {
    const place = await makePlace();
    expect(await proposals(place, ["man"])).toEqual(["manager"]);
    expect(await proposals(place, ["manager", "re"])).toEqual(["register", "rename"]);
    expect(await proposals(place, ["secrets-manager", "flavor", "d"])).toEqual([
      "describe",
      "delete",
    ]);
    expect(await proposals(place, ["completion", ""])).toEqual(
      expect.arrayContaining(["bash", "zsh", "fish"]),
    );
    expect(await proposals(place, ["nope", ""])).toEqual([]);
    expect(await proposals(place, [])).toEqual(expect.arrayContaining(["register"]));
  });

  test("proposes what the commands on secrets take: names, keys to be given or removed, types", async () => {
    const place = await makeCompletable();
    expect(named(await proposals(place, ["update", "prod-"]))).toEqual(["prod-db"]);
    expect(named(await proposals(place, ["update", "prod-db", ""]))).toEqual([
      "password=",
      "user=",
    ]);
    expect(named(await proposals(place, ["update", "prod-db", "--unset", "u"]))).toEqual(["user"]);
    expect(named(await proposals(place, ["rename", "stag"]))).toEqual(["staging"]);
    expect(named(await proposals(place, ["delete", "staging", "prod-"]))).toEqual(["prod-db"]);
    expect(named(await proposals(place, ["run", "--secret", "prod/"]))).toEqual(["prod/mail"]);
    expect(named(await proposals(place, ["register", "x", "--schema", "sh"]))).toEqual(["shop"]);
  });

  test("proposes options, and words that they take", async () => {
    const place = await makeCompletable();
    expect(await proposals(place, ["--m"])).toEqual(["--manager"]);
    expect(await proposals(place, ["get", "--re"])).toEqual(["--reveal", "--revision"]);
    expect(await proposals(place, ["key", "rekey", "--to", "k"])).toEqual(["key-file", "key"]);
    expect(await proposals(place, ["key", "rekey", "--to=pass"])).toEqual(["--to=passphrase"]);
    expect(await proposals(place, ["register", "x", "--schema", "s"])).toEqual(
      expect.arrayContaining(["shop", "ssh_key"]),
    );
  });

  test("proposes names of managers, flavors and schemas", async () => {
    const place = await makeCompletable();
    for (const words of [
      ["manager", "use", ""],
      ["--manager", ""],
      ["--json", "--manager", ""],
      ["get", "--manager", ""],
    ]) {
      expect(named(await proposals(place, words))).toEqual(["default", "dev", "prod"]);
    }
    expect(await proposals(place, ["get", "--manager=p"])).toEqual(["--manager=prod"]);
    expect(await proposals(place, ["manager", "register", "x", "--flavor", "a"])).toEqual([
      "aws",
      "acme",
    ]);
    expect(await proposals(place, ["flavor", "delete", "a"])).toEqual(["acme"]);
    expect(await proposals(place, ["schema", "describe", "sho"])).toEqual(["shop"]);
  });

  test("proposes names of secrets, and the keys of one; never a value", async () => {
    const place = await makeCompletable();
    expect(await proposals(place, ["get", "prod"])).toEqual(["prod-db", "prod/mail"]);
    expect(await proposals(place, ["--json", "get", "s"])).toEqual(["staging"]);
    expect(await proposals(place, ["get", "prod-db", "p"])).toEqual(["password"]);
    expect(await proposals(place, ["get", "--revision", "r", "prod-db", "u"])).toEqual(["user"]);
    expect(await proposals(place, ["get", "--manager", "prod", "prod"])).toEqual([]);
    expect(await proposals(place, ["get", "nope", "p"])).toEqual([]);
    expect(await proposals(place, ["get", "prod-db", "password", "h"])).toEqual([]);
  });

  test("makes no store, and finds nothing where one does not open", async () => {
    const place = await makePlace();
    expect(named(await proposals(place, ["get", ""]))).toEqual([]);
    expect(await readdir(place.home)).not.toContain(".local");
    const project = await makeCompletable();
    const wrong = { KEYKIST_KEY: Buffer.alloc(32).toString("base64") };
    expect(named(await proposals(project, ["get", ""], wrong))).toEqual([]);
    const malformed = { KEYKIST_KEY: "hunter2" };
    expect(named(await proposals(project, ["get", ""], malformed))).toEqual([]);
  });

  test("proposes a hundred names at most, from the first that fit", async () => {
    const place = await makePlace();
    const file = path.join(place.home, ".local/share/keykist/secrets.db");
    await using manager = new LocalSecretsManager(
      { file, scope: "none" },
      { environment: {}, announce: () => undefined },
    );
    for (let index = 0; index < 130; index += 1) {
      const name = `s${String(index).padStart(3, "0")}`;
      await manager.registerSecret(arbitrarySchema.create(name, { k: "v" }));
    }
    const found = await proposals(place, ["get", "s"]);
    expect([found.length, found[0], found.at(-1)]).toEqual([100, "s000", "s099"]);
    expect(await proposals(place, ["get", "s12"])).toHaveLength(10);
  });
});
