// Two copies of core in one tree: those that agree on the contract work together, and one that does not is refused.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { makePlace, publishCore, publishTemplate } from "./place.mjs";

const skip = process.platform === "win32";
const place = makePlace(after);
const program = path.join(place.work, "node_modules", ".bin", "kist");
const CONFIG = ["--config", "keykist.json"];
const kist = (words, input) => place.run(program, [...CONFIG, ...words], { input });
/** That a command is refused, for the contract that the core of a flavor has. */
function assertAhead(words) {
  const { exitCode, stderr } = place.end(program, [...CONFIG, ...words]);
  assert.deepEqual(
    { exitCode, stderr },
    {
      exitCode: 9,
      stderr:
        "kist: keykist-ahead runs on version 2 of the contract, this kist on 1; upgrade @keykist/cli\n",
    },
  );
}

before(() => {
  if (skip) return;
  publishCore(place, { version: "7.0.0" });
  publishCore(place, {
    version: "8.0.0",
    // The build has put the constant into the class.
    change: (text) => text.replace(/static specVersion = 1;/, "static specVersion = 2;"),
  });
  publishTemplate(place, { name: "keykist-beside", flavor: "beside", core: "7.0.0" });
  publishTemplate(place, { name: "keykist-ahead", flavor: "ahead", core: "8.0.0" });
  place.write("package.json", JSON.stringify({ private: true, type: "module" }));
  place.write("keykist.json", "{}");
  place.run("npm", ["install", "@keykist/cli", "@keykist/core", "keykist-beside", "keykist-ahead"]);
});

test(
  "a flavor with a copy of core of its own works in one program with another core",
  { skip },
  () => {
    const copy = path.join(place.work, "node_modules/keykist-beside/node_modules/@keykist/core");
    assert.ok(existsSync(copy));
    place.write(
      "two-cores.mjs",
      `import assert from "node:assert/strict";
     import { createRequire } from "node:module";
     import { arbitrarySchema, KeykistError, resolveReferences, defaultSchemaRegistry } from "@keykist/core";
     import { TemplateSecretsManager } from "keykist-beside";

     const other = createRequire(createRequire(import.meta.url).resolve("keykist-beside"))("@keykist/core");
     assert.notEqual(other.KeykistError, KeykistError);
     assert.equal(other.defaultSchemaRegistry(), defaultSchemaRegistry());

     const manager = new TemplateSecretsManager({ folder: "two-cores" });
     // A secret of one core, in a manager of the other.
     await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
     // A manager of one core, asked by the other.
     assert.equal(await resolveReferences("is {{db.password}}", manager), "is tulip");

     const error = await manager.getSecret("none").catch((thrown) => thrown);
     assert.ok(!(error instanceof KeykistError));
     for (const one of [KeykistError, other.KeykistError]) {
       assert.ok(one.is(error, "SECRET_NOT_FOUND"));
       assert.ok(one.is(new KeykistError("CLOSED", "closed"), "CLOSED"));
       assert.ok(!one.is(new TypeError("none of them")));
     }
     await manager.close();
     console.log("both");`,
    );
    assert.equal(place.run(process.execPath, ["two-cores.mjs"]), "both\n");
  },
);

test("kist uses such a flavor", { skip }, () => {
  kist(["flavor", "register", "keykist-beside"]);
  kist(["manager", "register", "beside", "--flavor", "beside", `folder=${place.work}/beside`]);
  kist(["--manager", "beside", "register", "db", "password=-"], "tulip");
  assert.equal(kist(["--manager", "beside", "get", "db", "password"]), "tulip");
});

test(
  "kist refuses one whose core has another contract, and goes on with the others",
  { skip },
  () => {
    assertAhead(["flavor", "register", "keykist-ahead"]);

    // As it would be after an upgrade of a flavor that is registered.
    place.write(
      "keykist.json",
      JSON.stringify({
        managers: {
          beside: { id: "b", flavor: "beside", config: { folder: "./beside" } },
          ahead: { id: "a", flavor: "ahead", config: { folder: "./ahead" } },
        },
        flavors: { beside: "keykist-beside", ahead: "keykist-ahead" },
      }),
    );
    assertAhead(["--manager", "ahead", "list"]);
    assert.equal(existsSync(path.join(place.work, "ahead")), false);
    kist(["--manager", "beside", "register", "later", "k=v"]);
    assert.equal(kist(["--manager", "beside", "get", "later", "k"]), "v");
    const listed = JSON.parse(kist(["flavor", "list", "--json"]));
    assert.ok(listed.some(({ name, installed }) => name === "ahead" && installed));
  },
);
