import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { publicMembers, root } from "../../../scripts/lib/workspace.mjs";
import { productionDependencies } from "./production-dependencies.ts";

/** Those that ask for no more than that their text is kept, in the words of SPDX. */
const ALLOWED = new Set(["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"]);

const file = path.join(root, "docs/licences.md");
const dependencies = productionDependencies();

/** The page that lists what users get with each of our packages. */
function licencesPage(): string {
  const counts = publicMembers().map(({ manifest }) => {
    const brought = dependencies.filter(({ broughtBy }) => broughtBy.includes(manifest.name));
    return `| \`${manifest.name}\` | ${brought.length} |`;
  });
  const rows = dependencies.map(({ name, version, licence, broughtBy }) => {
    const by = broughtBy.map((one) => `\`${one.replace("@keykist/", "")}\``).join(", ");
    return `| ${name} | ${version} | ${licence} | ${by} |`;
  });
  return [
    "# Licences of what comes with keykist",
    "",
    "keykist is MIT. These packages come with it, directly or through others, in the versions that this repository is tested with; an",
    "installation elsewhere may choose later ones. Peers, zod among them, are the program's own. The page is generated",
    `(\`repository/test/licences\`), and compared by a test, which allows ${[...ALLOWED].join(", ")} and nothing else.`,
    "",
    "| package | brings |",
    "|---|---|",
    ...counts,
    "",
    "| package | version | licence | with |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

test("every package that comes with one of ours has a licence that is allowed", () => {
  expect(dependencies.length).toBeGreaterThan(0);
  const others = dependencies.filter(({ licence }) => !ALLOWED.has(licence));
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

test("docs/licences.md lists them; KEYKIST_WRITE_LICENCES=1 writes it", () => {
  const page = licencesPage();
  if (process.env["KEYKIST_WRITE_LICENCES"] === "1") writeFileSync(file, page);
  expect(readFileSync(file, "utf8")).toBe(page);
});

test("core and local bring nothing, as their READMEs say", () => {
  const bringers = dependencies.flatMap(({ broughtBy }) => broughtBy);
  expect(bringers).not.toContain("@keykist/core");
  expect(bringers).not.toContain("@keykist/local");
});
