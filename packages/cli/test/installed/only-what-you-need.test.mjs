// Who installs a flavor gets that flavor: no other's SDK, no script that runs, and few bytes.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { makePlace } from "./place.mjs";

const skip = process.platform === "win32";
const place = makePlace(after);

/** The packages of a project, with what each takes on the disk, links apart. */
function installed(folder) {
  const modules = path.join(folder, "node_modules");
  return Object.keys(
    JSON.parse(readFileSync(path.join(modules, ".package-lock.json"), "utf8")).packages,
  ).map((name) => {
    const own = path.join(folder, name);
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter(
      (entry) =>
        entry.isFile() &&
        !path.relative(own, entry.parentPath).split(path.sep).includes("node_modules"),
    );
    const bytes = files.map((file) => statSync(path.join(file.parentPath, file.name)).size);
    return {
      name: name.replace(/^.*node_modules\//, ""),
      bytes: bytes.reduce((sum, one) => sum + one, 0),
      manifest: JSON.parse(readFileSync(path.join(own, "package.json"), "utf8")),
    };
  });
}

const sum = (packages) => packages.reduce((total, { bytes }) => total + bytes, 0);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/** Scripts that npm runs by itself when it installs a package. */
const withScripts = (packages) =>
  packages.filter(({ manifest }) =>
    ["preinstall", "install", "postinstall"].some((name) => manifest.scripts?.[name] !== undefined),
  );
const isSdk = ({ name }) => /^(?:@aws-sdk|@smithy|@google-cloud|google-|gaxios)/.test(name);

const useLocal = `
  import { arbitrarySchema, KeykistError } from "@keykist/core";
  import { LocalSecretsManager } from "@keykist/local";

  const local = new LocalSecretsManager({ file: "secrets.db", keyFile: "key" }, { id: "project" });
  await local.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
  const { content } = await local.getSecret("db");
  if (content.password !== "tulip") throw new Error("not kept");
  await local.close();
`;

before(() => {
  if (!skip) place.write("package.json", JSON.stringify({ private: true, type: "module" }));
});

test("core and the local flavor bring zod and nothing else", { skip }, (t) => {
  place.run("npm", ["install", "@keykist/core", "@keykist/local"]);
  const packages = installed(place.work);
  const zod = packages.filter(({ name }) => name === "zod");
  const own = packages.filter(({ name }) => name !== "zod");
  const scripts = withScripts(packages);
  t.diagnostic(
    `@keykist/core and @keykist/local: ${packages.length} packages, ${megabytes(sum(own))} beside zod's ` +
      `${megabytes(sum(zod))}; ${packages.filter(isSdk).length} of an SDK, ${scripts.length} with an install script`,
  );
  assert.deepEqual(own.map(({ name }) => name).toSorted(), ["@keykist/core", "@keykist/local"]);
  assert.equal(zod.length, 1);
  assert.deepEqual(scripts, []);
  assert.ok(sum(own) < 1.1e6);

  place.write("local.mjs", useLocal);
  place.run(process.execPath, ["local.mjs"]);
});

test("the AWS flavor is added, and both are used in one program", { skip }, (t) => {
  const earlier = installed(place.work);
  place.run("npm", ["install", "@keykist/aws"]);
  const added = installed(place.work).filter(({ name }) =>
    earlier.every((other) => other.name !== name),
  );
  const scripts = withScripts(added);
  t.diagnostic(
    `@keykist/aws adds ${added.length} packages, ${megabytes(sum(added))}; ${scripts.length} with an install script`,
  );
  assert.ok(added.some(isSdk));
  assert.deepEqual(scripts, []);
  assert.deepEqual(
    added.filter(({ name }) => /google|gaxios|@keykist\/gcp/.test(name)),
    [],
  );

  // Nothing listens there, so that the program needs no cloud; what it is told is the flavor's own word for it.
  place.write(
    "both.mjs",
    `${useLocal}
     import { AwsSecretsManager } from "@keykist/aws";
     const aws = new AwsSecretsManager(
       { region: "eu-west-1", endpoint: "http://127.0.0.1:9" },
       { timeoutMs: 3000 },
     );
     try {
       await aws.getSecret("db");
       throw new Error("answered");
     } catch (error) {
       if (!KeykistError.is(error) || error.flavor !== "aws") throw error;
       console.log(error.code);
     }
     await aws.close();`,
  );
  const environment = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  place.run("rm", ["-f", "secrets.db", "key"]);
  const told = place.run(process.execPath, ["both.mjs"], { env: environment }).trim();
  assert.ok(["UNAVAILABLE", "TIMEOUT"].includes(told), told);
});

test("kist says which package to install for a flavor that is not there", { skip }, () => {
  const { end, run, work, write } = makePlace(after);
  write("package.json", "{}");
  write("keykist.json", "{}");
  run("npm", ["install", "@keykist/cli"]);
  const program = path.join(work, "node_modules", ".bin", "kist");
  const words = ["--config", "keykist.json", "manager", "register", "prod", "--flavor"];
  for (const [flavor, line] of [
    ["aws", "the flavor aws is not installed; install it: npm install @keykist/aws"],
    ["gcp", "the flavor gcp is not installed; install it: npm install @keykist/gcp"],
    [
      "vault",
      'there is no flavor "vault"; see which there are: kist flavor list; or register it: kist flavor register SOURCE',
    ],
  ]) {
    const { exitCode, stderr } = end(program, [...words, flavor]);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 3, stderr: `kist: ${line}\n` });
  }
});
