import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { root } from "../../../scripts/lib/workspace.mjs";
import { prose } from "./fenced-blocks.ts";
import { pages } from "./pages.ts";

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(text: string): ReadonlySet<string> {
  const headings = prose({ file: "", text }).matchAll(/^#+ +(.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

function leadsSomewhere(file: string, target: string): boolean {
  const [place = "", anchor] = target.split("#");
  const absolute =
    place === "" ? path.join(root, file) : path.resolve(root, path.dirname(file), place);
  if (!existsSync(absolute)) return false;
  return anchor === undefined || anchors(readFileSync(absolute, "utf8")).has(anchor);
}

test.each(pages())(
  "every relative link of $file leads to a file, and to a heading in it",
  ({ file, text }) => {
    const targets = Array.from(
      prose({ file, text }).matchAll(/\]\((?<target>[^)\s]+)\)/g),
      ({ groups }) => groups?.["target"] ?? "",
    );
    const relative = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(relative.filter((target) => !leadsSomewhere(file, target))).toEqual([]);
  },
);
