import { describe, expect, test } from "vitest";

import { type Manifest, manifests } from "../manifests.ts";
import { prose } from "./fenced-blocks.ts";
import { type Page, page } from "./pages.ts";

const published = manifests()
  .filter(({ folder, manifest }) => folder.startsWith("packages/") && manifest.private !== true)
  .map(({ folder, manifest }) => ({ file: `${folder}/README.md`, manifest }));

/** The sections that every README has, in this order; others stand between them where a package has more to say. */
const EVERYWHERE = ["Install", "Use", "Options", "Limits"];
/** What the README of a flavor has beside these. */
const OF_FLAVORS = ["Capabilities"];
const flavors = new Set(["@keykist/local", "@keykist/aws", "@keykist/gcp"]);

function headings(readme: Page): readonly string[] {
  return Array.from(prose(readme).matchAll(/^## (.+)$/gm), ([, heading = ""]) => heading);
}

function installSection(readme: Page): string {
  return readme.text.split("\n## ").find((section) => section.startsWith("Install\n")) ?? "";
}

/** What somebody who wants to import the package installs: it, and the peers that it does not bring. */
function toInstall({ name, peerDependencies }: Manifest): readonly string[] {
  return [name ?? "", ...Object.keys(peerDependencies ?? {})];
}

describe.each(published)("$file", ({ file, manifest }) => {
  const readme = page(file);

  test("begins with the name of the package and says in a paragraph what it is", () => {
    const [title, blank, first] = readme.text.split("\n");
    expect(title).toBe(`# ${manifest.name}`);
    expect(blank).toBe("");
    expect(first).toMatch(/^\S.{60,}/);
  });

  test("begins with how to install and use it, and has its sections in the fixed order", () => {
    const wanted = flavors.has(manifest.name)
      ? EVERYWHERE.toSpliced(3, 0, ...OF_FLAVORS)
      : EVERYWHERE;
    const has = headings(readme);
    expect(has.slice(0, 3)).toEqual(["Install", "Use", "Options"]);
    expect(has.filter((heading) => wanted.includes(heading))).toEqual(wanted);
  });

  test("says what to install, and for which Node", () => {
    const section = installSection(readme);
    for (const name of toInstall(manifest)) expect(section).toContain(name);
    expect(section).toContain("Node >= 22.13");
  });

  test("names every dependency that comes with it", () => {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      expect(readme.text).toContain(name);
    }
  });
});
