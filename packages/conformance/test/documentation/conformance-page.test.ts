import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { conformancePage } from "./conformance-page.ts";

const page = path.resolve(import.meta.dirname, "../../../../docs/conformance.md");

test("docs/conformance.md says what the cases promise; KEYKIST_WRITE_CONFORMANCE_PAGE=1 writes it", () => {
  const generated = conformancePage();
  if (process.env["KEYKIST_WRITE_CONFORMANCE_PAGE"] === "1") writeFileSync(page, generated);
  expect(readFileSync(page, "utf8")).toBe(generated);
});
