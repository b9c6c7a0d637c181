import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { OWN_CODES } from "../../src/failure.ts";
import { cliPage } from "./cli-page.ts";

const page = path.resolve(import.meta.dirname, "../../../../docs/cli.md");

test("docs/cli.md says what the commands say of themselves; KEYKIST_WRITE_CLI_PAGE=1 writes it", async () => {
  const generated = await cliPage();
  if (process.env["KEYKIST_WRITE_CLI_PAGE"] === "1") writeFileSync(page, generated);
  expect(readFileSync(page, "utf8")).toBe(generated);
});

test.each(OWN_CODES)("docs/cli.md says what the code %s of a failure means", (code) => {
  expect(readFileSync(page, "utf8")).toContain(`| \`${code}\` | `);
});
