import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { routes } from "../routes.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
/** The design also speaks of what is to come; the page of the command is generated. */
const pages = [
  "README.md",
  ...readdirSync(path.join(root, "docs")).map((page) => `docs/${page}`),
].filter((page) => page.endsWith(".md") && !["docs/design.md", "docs/cli.md"].includes(page));

const groups = new Set(routes().flatMap((route) => (route.length > 1 ? [route[0]] : [])));
const known = new Set(routes().flatMap((route) => [route.join(" "), route[0] ?? ""]));

/** The commands that a line names, such as `manager register`. */
function commandsIn(line: string): string[] {
  const named = [...line.matchAll(/`kist ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?/g)];
  return named.map(([, first = "", second]) =>
    second !== undefined && groups.has(first) ? `${first} ${second}` : first,
  );
}

test.each(pages)("%s names commands that there are; others it calls planned", (page) => {
  const wrong: string[] = [];
  for (const line of readFileSync(path.join(root, page), "utf8").split("\n")) {
    for (const command of commandsIn(line)) {
      const isThere = known.has(command);
      const calledPlanned = /planned/.test(line.slice(line.indexOf(`kist ${command}`)));
      if (isThere === calledPlanned) wrong.push(`${command}: ${line.slice(0, 80)}`);
    }
  }
  expect(wrong).toEqual([]);
});
