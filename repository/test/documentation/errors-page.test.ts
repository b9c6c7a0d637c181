import { describe, expect, test } from "vitest";

import { ERROR_CODES } from "../../../packages/core/src/errors/error-code.ts";
import { page } from "./pages.ts";

const sections = page("docs/errors.md").text.split(/^(?=#{2,3} )/m);
const paragraphs = new Map(
  sections.flatMap((section) => {
    const [, code, body] = /^### `(\w+)`\n\n(.*)$/s.exec(section) ?? [];
    return code === undefined || body === undefined ? [] : [[code, body.trim()] as const];
  }),
);

describe("docs/errors.md", () => {
  test("has a paragraph for every code, and for nothing else", () => {
    expect([...paragraphs.keys()].toSorted()).toEqual([...ERROR_CODES].toSorted());
  });

  test.each([...paragraphs])(
    "%s: one paragraph: meaning, from where, retry, what to do",
    (_code, body) => {
      expect(body).not.toMatch(/\n\n/);
      expect(body.replaceAll("\n", " ")).toMatch(
        /^.{20,}\. \*\*From\*\* .+\. \*\*Retry\*\* .+\. \*\*Do\*\* .+\.\)?$/,
      );
    },
  );
});
