import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { type EmptyRegistry, startEmptyRegistry } from "../../../scripts/lib/empty-registry.mjs";
import { publicMembers } from "../../../scripts/lib/workspace.mjs";
import { type CopiedRepository, copyRepository, repositoryFiles } from "./copied-repository.ts";
import { readTarball, strayMaps } from "./tarball.ts";

/** What the version is after one more release with a minor change. */
const VERSION = nextMinor(publicMembers()[0]?.manifest.version ?? "");
const names = publicMembers().map(({ manifest }) => manifest.name);

/** A change of one package, so that there is something to release on any day. */
const CHANGESET = `---\n"@keykist/core": minor\n---\n\nThe rehearsal of a release.\n`;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-rehearsal-")));
const released: { readonly repository: CopiedRepository; readonly registry: EmptyRegistry }[] = [];
let beforeVersion = "";

/** What a manifest says that its package needs. */
interface Needs {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Releases to a registry of its own. */
async function release(repository: CopiedRepository, registry: EmptyRegistry): Promise<string> {
  const npmrc = `${repository.folder}.npmrc`;
  const host = new URL(registry.url).host;
  writeFileSync(npmrc, `registry=${registry.url}\n//${host}/:_authToken=rehearsal\n`);
  return repository.npmRun(["release", "--", "--provenance=false"], {
    NPM_CONFIG_USERCONFIG: npmrc,
    NPM_CONFIG_REGISTRY: registry.url,
  });
}

before(async () => {
  // Folders of different names and depths: neither may be seen in what is built.
  const releases = ["first", "second/somewhere/else"].map(async (place) => {
    const repository = await copyRepository(path.join(folder, place));
    const registry = await startEmptyRegistry();
    writeFileSync(path.join(repository.folder, ".changeset/rehearsal.md"), CHANGESET);
    beforeVersion = await release(repository, registry);
    assert.deepEqual(registry.published, []);
    await repository.npmRun(["version"]);
    await release(repository, registry);
    return { repository, registry };
  });
  released.push(...(await Promise.all(releases)));
});

after(() => {
  for (const { registry } of released) registry.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

function first(): { readonly repository: CopiedRepository; readonly registry: EmptyRegistry } {
  const [one] = released;
  assert.ok(one);
  return one;
}

/** The tarball of a package, as a registry was given it. */
function tarball(registry: EmptyRegistry, name: string): Buffer {
  const attachments = Object.values(registry.read(name)?._attachments ?? {});
  assert.equal(attachments.length, 1);
  return Buffer.from(attachments[0]?.data ?? "", "base64");
}

test("nothing is published while changesets wait for a version", () => {
  assert.match(beforeVersion, /^Nothing is published: \d+ changesets wait for a version\.$/m);
});

describe("the next version", () => {
  test("is the same of all packages, also of those that did not change", () => {
    const { repository } = first();
    const versions = publicMembers().map(({ directory }) => {
      const file = `packages/${path.basename(directory)}/package.json`;
      return JSON.parse(repository.read(file)).version;
    });
    assert.deepEqual(new Set(versions), new Set([VERSION]));
  });

  test("has the changes in the changelog of each package that they name, and no changeset is left", () => {
    const { repository } = first();
    const changelog = repository.read("packages/core/CHANGELOG.md");
    assert.match(changelog, new RegExp(`^# @keykist/core\n\n## ${VERSION}\n`));
    assert.match(changelog, /The rehearsal of a release\./);
    assert.doesNotMatch(repository.read("packages/gcp/CHANGELOG.md"), /The rehearsal of a release/);
    assert.throws(() => repository.read(".changeset/rehearsal.md"), { code: "ENOENT" });
  });

  test("is what the template of a flavor asks for", () => {
    const template: Needs = JSON.parse(first().repository.read("templates/flavor/package.json"));
    const own = Object.entries({ ...template.devDependencies, ...template.peerDependencies });
    const ranges = own.filter(([name]) => name.startsWith("@keykist/")).map(([, range]) => range);
    assert.deepEqual(new Set(ranges), new Set([`^${VERSION}`]));
  });

  test("leaves files as the formatter wants them", async () => {
    await first().repository.npmRun(["format:check"]);
  });
});

describe("the release", () => {
  test("publishes every public package once, each after what it depends on", () => {
    const { published, refused } = first().registry;
    assert.deepEqual(
      [...published].toSorted(),
      names.map((name) => `${name}@${VERSION}`).toSorted(),
    );
    assert.equal(published[0], `@keykist/core@${VERSION}`);
    assert.ok(
      published.indexOf(`@keykist/local@${VERSION}`) < published.indexOf(`@keykist/cli@${VERSION}`),
    );
    assert.deepEqual(refused, []);
  });

  test("publishes nothing when it is run again", async () => {
    const { repository, registry } = first();
    assert.match(await release(repository, registry), /^Published 0 packages\.$/m);
    assert.equal(registry.published.length, names.length);
    assert.deepEqual(registry.refused, []);
  });

  test("makes the same bytes in two folders", () => {
    const [one, other] = released.map(({ registry }) =>
      names.map((name) => registry.read(name)?.versions[VERSION]?.dist.integrity),
    );
    assert.ok(one?.every((integrity) => integrity?.startsWith("sha512-")));
    assert.deepEqual(one, other);
  });
});

for (const name of names) {
  const short = name.replace("@keykist/", "");

  describe(`the tarball of ${name}`, () => {
    test("asks for versions that users can get", () => {
      const files = readTarball(tarball(first().registry, name));
      const manifest: Needs = JSON.parse(files.get("package.json") ?? "");
      const needed = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
      for (const [dependency, range] of needed) {
        if (dependency.startsWith("@keykist/")) assert.equal(range, `^${VERSION}`);
        assert.match(range, /^[~^]?\d/);
      }
      assert.doesNotMatch(files.get("package.json") ?? "", /workspace:|catalog:/);
    });

    test("has the sources of its folder, and no tests", () => {
      const files = [...readTarball(tarball(first().registry, name)).keys()];
      const folderOfSources = `packages/${short}/`;
      const sources = repositoryFiles()
        .filter((file) => file.startsWith(`${folderOfSources}src/`) && !file.endsWith(".test.ts"))
        .map((file) => file.slice(folderOfSources.length));
      assert.deepEqual(
        files.filter((file) => file.startsWith("src/")).toSorted(),
        sources.toSorted(),
      );
      assert.deepEqual(
        files.filter((file) => /\.test\.|^test\//.test(file)),
        [],
      );
    });

    test("has no map that points nowhere", () => {
      assert.deepEqual(strayMaps(readTarball(tarball(first().registry, name))), []);
    });

    test("has the files of its list; KEYKIST_WRITE_TARBALL_LISTS=1 npm run rehearsal writes it", () => {
      const list = path.join(import.meta.dirname, "tarballs", `${short}.txt`);
      const files = [...readTarball(tarball(first().registry, name)).keys()]
        .filter((file) => !file.startsWith("src/"))
        // The name of a chunk ends in a hash of what is in it.
        .map((file) => file.replace(/^(dist\/.*-)[\w-]{8}(\.(?:js|d\.ts)(?:\.map)?)$/, "$1*$2"));
      const text = `${files.toSorted().join("\n")}\n`;
      if (process.env["KEYKIST_WRITE_TARBALL_LISTS"] === "1") writeFileSync(list, text);
      assert.equal(text, readFileSync(list, "utf8"));
    });
  });
}

function nextMinor(version: string): string {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}
