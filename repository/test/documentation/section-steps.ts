import { fencedBlocks, namedFiles } from "./fenced-blocks.ts";
import type { Page } from "./pages.ts";

/** What a reader does who follows a section. */
export type Step =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  /** `output` is what the page says that they print, where it says so. */
  | { readonly kind: "commands"; readonly commands: string; readonly output: string | undefined };

type Placed = Step & { readonly line: number };

/**
 * The steps of a section, from its beginning to its end: each block with a name is a file; so is each file that stands elsewhere
 * on the page, where the section names it; blocks of `sh` are commands, and a block of `text` behind them is what these print.
 */
export function sectionSteps(page: Page, heading: string): readonly Step[] {
  const section = sectionOf(page, heading);
  const own: Placed[] = [];
  for (const { language, name, line, code } of fencedBlocks(section)) {
    const before = own.at(-1);
    if (name !== undefined) own.push({ kind: "file", name, text: code, line });
    else if (language === "sh") {
      own.push({ kind: "commands", commands: code, output: undefined, line });
    } else if (language === "text" && before?.kind === "commands") {
      own.splice(-1, 1, { ...before, output: code });
    } else throw new Error(`${page.file}, "${heading}": nobody knows what this is:\n${code}`);
  }
  const names = new Set(own.map((step) => (step.kind === "file" ? step.name : undefined)));
  const elsewhere = [...namedFiles(page, "ts")].flatMap(([name, text]): Placed[] => {
    const at = section.text.indexOf(`\`${name}\``);
    if (names.has(name) || at === -1) return [];
    return [{ kind: "file", name, text, line: section.text.slice(0, at).split("\n").length }];
  });
  return [...own, ...elsewhere].toSorted((one, other) => one.line - other.line);
}

function sectionOf({ file, text }: Page, heading: string): Page {
  const [, behind] = text.split(`\n## ${heading}\n`);
  if (behind === undefined) throw new Error(`${file} has no section "${heading}".`);
  const [section = ""] = behind.split("\n## ");
  return { file, text: section };
}
