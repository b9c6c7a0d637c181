// The template's own tests, on its sources, counted as ours are. The groups of the suite that take longest, and the run through a
// namespace, are left to test/installed/new-flavor.test.mjs, which runs all of it, as an author does.
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { conformanceCases, conformanceTests, SEEDED_GROUPS } from "@keykist/conformance";
import { templateHarness } from "../../../../templates/flavor/test/template-harness.ts";

const folder = path.resolve(import.meta.dirname, "../../../../templates/flavor/test");

const groups = new Set(conformanceCases.map(({ id }) => `${id.split("/")[0]}/`));
const quick = [...groups].filter((group) => !SEEDED_GROUPS.includes(group));
// That test is run on Linux only; elsewhere, nothing else would run the rest.
const cases = process.platform === "linux" ? quick.map((group) => `${group}@plain`) : undefined;
conformanceTests({ describe, it }, templateHarness, { cases });

for (const file of readdirSync(folder)) {
  if (!file.endsWith(".test.ts") || file === "conformance.test.ts") continue;
  await import(pathToFileURL(path.join(folder, file)).href);
}
