import type { Page } from "./pages.ts";

/** A code block of a page: ` ```ts example.ts ` is of the language `ts` and a piece of `example.ts`. */
export interface FencedBlock {
  readonly language: string;
  /** The file that the block is a piece of, or the output of. */
  readonly name: string | undefined;
  readonly line: number;
  readonly code: string;
}

const fence =
  /^(?<indent> *)```(?<language>[\w-]*) *(?<name>[\w.-]+)?\n(?<code>.*?)^\k<indent>```$/gmsu;

export function fencedBlocks({ text }: Page): readonly FencedBlock[] {
  return [...text.matchAll(fence)].map(({ groups, index }) => ({
    language: groups?.["language"] ?? "",
    name: groups?.["name"],
    line: text.slice(0, index).split("\n").length,
    code: groups?.["code"] ?? "",
  }));
}

/** The text of a page without its code blocks. */
export function prose({ text }: Page): string {
  return text.replaceAll(fence, "");
}

/** The files that blocks of a language make up: blocks with one name continue each other. */
export function namedFiles(page: Page, language: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const block of fencedBlocks(page)) {
    if (block.language !== language || block.name === undefined) continue;
    files.set(block.name, (files.get(block.name) ?? "") + block.code);
  }
  return files;
}
