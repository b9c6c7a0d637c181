import path from "node:path";

import { describe, expect, test } from "vitest";

import { catalogRanges, manifests } from "./manifests.ts";

/** What npm runs by itself when a package is installed. */
const AT_INSTALL = new Set(["preinstall", "install", "postinstall", "preprepare", "prepare"]);

const everything = manifests();
const templates = everything.filter(({ folder }) => folder.startsWith("templates/"));
const all = everything.filter((one) => !templates.includes(one));
const published = all.filter(({ manifest }) => manifest.private !== true);
const publishedNames = new Set(published.map(({ manifest }) => manifest.name));
const core = published.find(({ manifest }) => manifest.name === "@keykist/core");
/** What programs import. A package with a `bin` is a program itself, which brings what it runs on. */
const libraries = published.filter(({ manifest }) => manifest.bin === undefined);
const programs = published.filter(({ manifest }) => manifest.bin !== undefined);
const besidesCore = libraries.filter((one) => one !== core);

describe.each(all)("$folder/package.json", ({ folder, manifest }) => {
  test("names and describes an ES module package for the Node that we support", () => {
    expect(manifest.name).toMatch(/^(?:@keykist\/[a-z-]+|keykist)$/);
    if (folder !== ".") {
      expect(manifest.description).toMatch(/^\S.{10,}[^.\s]$/);
      expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/);
    }
    expect(manifest.type).toBe("module");
    expect(manifest.engines).toEqual({ node: ">=22.13" });
  });

  test("runs nothing when it is installed", () => {
    const scripts = Object.keys(manifest.scripts ?? {});
    expect(scripts.filter((name) => AT_INSTALL.has(name))).toEqual([]);
  });

  test("takes the versions of shared dependencies from the catalog", () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const own = ranges.filter(([name]) => name.startsWith("@keykist/"));
    expect(own.filter(([, range]) => range !== "workspace:^")).toEqual([]);
    for (const name of ["zod", "fast-check", "vitest", "typescript"]) {
      const range = manifest.dependencies?.[name] ?? manifest.devDependencies?.[name];
      if (range !== undefined) expect(`${name} ${range}`).toBe(`${name} catalog:`);
    }
  });
});

describe("the published packages", () => {
  test("include core", () => {
    expect(publishedNames).toContain("@keykist/core");
  });

  test("share one version", () => {
    expect(new Set(published.map(({ manifest }) => manifest.version)).size).toBe(1);
  });
});

describe.each(published)("$folder/package.json, which is published,", ({ folder, manifest }) => {
  test("is named for its folder and says where it comes from", () => {
    expect(manifest.name).toBe(`@keykist/${path.basename(folder)}`);
    expect(manifest.license).toBe("MIT");
    expect(manifest.repository).toEqual({
      type: "git",
      url: "git+https://github.com/keykist/keykist.git",
      directory: folder,
    });
    expect(manifest.keywords).toContain("secrets");
  });

  test("ships its build and its sources, and has no side effects", () => {
    // A program brings what editors check its files with.
    const files = ["dist", "src", "!src/**/*.test.ts"];
    const expected = manifest.bin === undefined ? files : [...files, "*.schema.json"];
    expect(manifest.files).toEqual(expected);
    expect(manifest.sideEffects).toBe(false);
  });

  test("is published in public, with provenance", () => {
    expect(manifest.publishConfig).toMatchObject({ access: "public", provenance: true });
  });

  test("has the scripts that turbo runs", () => {
    expect(manifest.scripts).toEqual({
      build: "tsdown",
      typecheck: "tsc -p tsconfig.json && tsc -p test/tsconfig.json",
      test: "node ../../scripts/test-package.mjs",
    });
  });

  test("depends on no package that is not published", () => {
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const own = needed.filter((name) => name.startsWith("@keykist/"));
    expect(own.filter((name) => !publishedNames.has(name))).toEqual([]);
  });
});

describe.each(libraries)("$folder/package.json, which programs import,", ({ manifest }) => {
  test("exports sources in the workspace and the build of the same modules in the tarball", () => {
    const inWorkspace = manifest.exports ?? {};
    const inTarball = manifest.publishConfig?.exports ?? {};
    expect(Object.keys(inTarball)).toEqual(Object.keys(inWorkspace));
    expect(Object.keys(inWorkspace)).toContain(".");
    expect(inWorkspace["./package.json"]).toBe("./package.json");
    expect(inTarball["./package.json"]).toBe("./package.json");

    for (const [name, target] of Object.entries(inWorkspace)) {
      if (name === "./package.json") continue;
      const expected = name === "." ? "./src/index.ts" : `./src/${name.slice(2)}/index.ts`;
      expect(target).toBe(expected);

      const built = expected.replace("./src/", "./dist/").replace(/\.ts$/, "");
      const conditions = inTarball[name];
      expect(conditions).toEqual({ types: `${built}.d.ts`, default: `${built}.js` });
      // The first condition that matches wins: `types` behind `default` would never be seen.
      expect(JSON.stringify(conditions)).toMatch(/^\{"types":/);
    }
  });

  test("never brings a zod or a core of its own", () => {
    expect(Object.keys(manifest.dependencies ?? {})).not.toContain("zod");
    expect(Object.keys(manifest.dependencies ?? {})).not.toContain("@keykist/core");
    if (manifest.peerDependencies?.["zod"] !== undefined) {
      expect(manifest.peerDependencies["zod"]).toBe(core?.manifest.peerDependencies?.["zod"]);
      expect(manifest.devDependencies).toHaveProperty("zod");
    }
  });
});

describe.each(programs)("$folder/package.json, which is a program,", ({ manifest }) => {
  test("runs its sources in the workspace and the build of the same modules from the tarball", () => {
    const inWorkspace = Object.entries(manifest.bin ?? {});
    expect(inWorkspace.length).toBeGreaterThan(0);
    const built = inWorkspace.map(([name, file]) => [
      name,
      file.replace("./src/", "./dist/").replace(/\.ts$/, ".js"),
    ]);
    expect(manifest.publishConfig?.bin).toEqual(Object.fromEntries(built));
  });

  test("is imported by nobody", () => {
    expect(manifest.exports).toEqual({ "./package.json": "./package.json" });
    expect(manifest.publishConfig?.exports).toEqual(manifest.exports);
  });

  test("has no peers, which a person who installs a program would have to know", () => {
    expect(manifest.peerDependencies).toBeUndefined();
  });
});

describe.each(besidesCore)("$folder/package.json", ({ manifest }) => {
  test("has core as a peer, so that a program has one, and to develop with", () => {
    expect(manifest.peerDependencies).toMatchObject({ "@keykist/core": "workspace:^" });
    expect(manifest.devDependencies).toMatchObject({ "@keykist/core": "workspace:^" });
  });
});

describe.each(templates)("$folder/package.json, which is copied out of here,", ({ manifest }) => {
  const needed = { ...manifest.devDependencies, ...manifest.peerDependencies };

  test("is not published as it is", () => {
    expect(manifest.private).toBe(true);
  });

  test("names versions, those that the workspace has", () => {
    const catalog = catalogRanges();
    const expected = Object.keys(needed).map((name) => [
      name,
      name.startsWith("@keykist/") ? `^${core?.manifest.version}` : catalog.get(name),
    ]);
    expect(Object.entries(needed)).toEqual(expected);
  });

  test("has core as a peer, and runs nothing when it is installed", () => {
    expect(Object.keys(manifest.peerDependencies ?? {})).toEqual(["@keykist/core"]);
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(manifest.scripts ?? {})).toEqual(["build", "typecheck", "test", "prepack"]);
  });
});
