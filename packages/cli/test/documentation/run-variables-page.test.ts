import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runVariablesPage } from "./run-variables-page.ts";

const page = path.resolve(import.meta.dirname, "../../../../docs/run-variables.md");

test("docs/run-variables.md lists the table; KEYKIST_WRITE_CLI_PAGE=1 writes it", () => {
  const generated = runVariablesPage();
  if (process.env["KEYKIST_WRITE_CLI_PAGE"] === "1") writeFileSync(page, generated);
  expect(readFileSync(page, "utf8")).toBe(generated);
});
