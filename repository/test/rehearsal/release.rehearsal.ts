import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { type Registry, startRegistry } from "../../../scripts/lib/registry.mjs";
import { publicMembers } from "../../../scripts/lib/workspace.mjs";
import { type CopiedRepository, copyRepository, repositoryFiles } from "./copied-repository.ts";
import { isPublished, type Published, readPublished } from "./published.ts";
import { readTarball, strayMaps } from "./tarball.ts";

/** What the version is after one more release with a minor change. */
const VERSION = nextMinor(publicMembers()[0]?.manifest.version ?? "");
const names = publicMembers().map(({ manifest }) => manifest.name);

/** A change of one package, so that there is something to release on any day. */
const CHANGESET = `---\n"@keykist/core": minor\n---\n\nThe rehearsal of a release.\n`;

/** A release that was made, from a copy of the repository. */
interface Release {
  readonly repository: CopiedRepository;
  readonly registry: Registry;
  readonly published: ReadonlyMap<string, Published>;
}

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-rehearsal-")));
const registries: Registry[] = [];
const released: Release[] = [];
let beforeVersion = "";

/** What a manifest says that its package needs. */
interface Needs {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Releases to a registry, and answers what was printed. */
async function release(repository: CopiedRepository, { url, npmrc }: Registry): Promise<string> {
  return repository.npmRun(["release", "--", "--provenance=false"], {
    NPM_CONFIG_USERCONFIG: npmrc,
    NPM_CONFIG_REGISTRY: url,
  });
}

before(async () => {
  for (let count = 0; count < 2; count += 1) registries.push(await startRegistry());
  // Folders of different names and depths: neither may be seen in what is built.
  const places = ["first", "second/somewhere/else"];
  const releases = registries.map(async (registry, index) => {
    const repository = await copyRepository(path.join(folder, places[index] ?? ""));
    writeFileSync(path.join(repository.folder, ".changeset/rehearsal.md"), CHANGESET);
    beforeVersion = await release(repository, registry);
    for (const name of names) assert.equal(await isPublished(registry, name), false);
    await repository.npmRun(["version"]);
    await release(repository, registry);
    const read = names.map(async (name) => [name, await readPublished(registry, name)] as const);
    return { repository, registry, published: new Map(await Promise.all(read)) };
  });
  released.push(...(await Promise.all(releases)));
});

after(async () => {
  for (const registry of registries) await registry.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

function first(): Release {
  const [one] = released;
  assert.ok(one);
  return one;
}

/** The tarball of a package, as the registry gives it. */
function tarball(name: string): Buffer {
  const published = first().published.get(name);
  assert.ok(published);
  return published.tarball;
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
  test("publishes every public package, each after what it depends on", () => {
    const published = [...first().published].toSorted(([, one], [, other]) =>
      one.publishedAt.localeCompare(other.publishedAt),
    );
    assert.deepEqual(new Set(published.map(([, { version }]) => version)), new Set([VERSION]));
    const order = published.map(([name]) => name);
    assert.deepEqual(order.toSorted(), names.toSorted());
    assert.equal(order[0], "@keykist/core");
    assert.ok(order.indexOf("@keykist/local") < order.indexOf("@keykist/cli"));
  });

  test("publishes nothing when it is run again", async () => {
    const { repository, registry, published } = first();
    assert.match(await release(repository, registry), /^Published 0 packages\.$/m);
    for (const [name, earlier] of published) {
      assert.deepEqual(await readPublished(registry, name), earlier);
    }
  });

  test("makes the same bytes in two folders", () => {
    const [one, other] = released.map(({ published }) =>
      names.map((name) => published.get(name)?.integrity),
    );
    assert.ok(one?.every((integrity) => integrity?.startsWith("sha512-")));
    assert.deepEqual(one, other);
  });
});

for (const name of names) {
  const short = name.replace("@keykist/", "");

  describe(`the tarball of ${name}`, () => {
    test("asks for versions that users can get", () => {
      const files = readTarball(tarball(name));
      const manifest: Needs = JSON.parse(files.get("package.json") ?? "");
      const needed = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
      for (const [dependency, range] of needed) {
        if (dependency.startsWith("@keykist/")) assert.equal(range, `^${VERSION}`);
        assert.match(range, /^[~^]?\d/);
      }
      assert.doesNotMatch(files.get("package.json") ?? "", /workspace:|catalog:/);
    });

    test("has the sources of its folder, and no tests", () => {
      const files = [...readTarball(tarball(name)).keys()];
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
      assert.deepEqual(strayMaps(readTarball(tarball(name))), []);
    });

    test("has the files of its list; KEYKIST_WRITE_TARBALL_LISTS=1 npm run rehearsal writes it", () => {
      const list = path.join(import.meta.dirname, "tarballs", `${short}.txt`);
      const files = [...readTarball(tarball(name)).keys()]
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
