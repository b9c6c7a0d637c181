import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type DocumentedProject, documentedProject } from "./documented-project.ts";
import { fencedBlocks, namedFiles } from "./fenced-blocks.ts";
import { pages } from "./pages.ts";

const programs = pages().filter((page) => namedFiles(page, "ts").size > 0);

test("the pages that show the library have programs", () => {
  expect(programs.map(({ file }) => file)).toEqual(
    expect.arrayContaining([
      "README.md",
      "packages/core/README.md",
      "docs/errors.md",
      "docs/writing-a-flavor.md",
    ]),
  );
});

describe.each(programs)("the programs of $file", (page) => {
  const files = [...namedFiles(page, "ts").keys()];
  const outputs = namedFiles(page, "text");
  const suites = files.filter((name) => name.endsWith(".test.ts"));
  let project: DocumentedProject;

  beforeAll(() => {
    project = documentedProject(page);
  });
  afterAll(() => {
    project.remove();
  });

  test("are whole: every block of TypeScript says which file it is a piece of", () => {
    const anonymous = fencedBlocks(page).filter(
      ({ language, name }) => language === "ts" && name === undefined,
    );
    expect(anonymous.map(({ line }) => `line ${line}`)).toEqual([]);
  });

  test("compile", () => {
    const { exitCode, output } = project.compile();
    expect(output).toBe("");
    expect(exitCode).toBe(0);
  }, 60_000);

  test.each([...outputs])(
    "%s prints what the page says",
    (name, expected) => {
      const ending = project.run(name);
      expect(ending).toMatchObject({ exitCode: 0, stdout: expected });
    },
    60_000,
  );

  test.each(suites)(
    "%s passes",
    (name) => {
      const ending = project.run("--test", "--test-reporter=tap", name);
      const failed = ending.stdout.match(/^ *not ok .*$/gm) ?? [];
      expect(failed).toEqual([]);
      expect(ending).toMatchObject({ exitCode: 0 });
      // A file that declares no tests passes too.
      expect(Number(/^# pass (\d+)$/m.exec(ending.stdout)?.[1])).toBeGreaterThan(0);
    },
    120_000,
  );
});
