import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { rawChecks } from "./raw-checks/index.ts";

/** What the SDK says beside its types, as one line of plain words. */
function documentation(): string {
  const types = path.resolve(
    path.dirname(fileURLToPath(import.meta.resolve("@aws-sdk/client-secrets-manager"))),
    "../dist-types",
  );
  const files = readdirSync(types, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".d.ts"),
  );
  return files.map((file) => plain(readFileSync(path.join(types, file), "utf8"))).join(" ");
}

function plain(text: string): string {
  return text
    .replaceAll(/\n\s*\* ?/g, " ")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll(/\s+/g, " ");
}

it("each check quotes a sentence that the SDK has, or names the page that has it", () => {
  const said = documentation();
  const notSaid = rawChecks.filter(
    ({ sentence, page }) => page === undefined && !said.includes(sentence),
  );
  expect(notSaid.map(({ id, sentence }) => `${id}: ${sentence}`)).toEqual([]);
});

it("names a page where the SDK does not say it, and only there", () => {
  const said = documentation();
  const needless = rawChecks.filter(
    ({ sentence, page }) => page !== undefined && said.includes(sentence),
  );
  expect(needless.map(({ id }) => id)).toEqual([]);
});
