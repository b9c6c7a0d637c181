import { trackedTextFiles } from "../tracked-files.ts";

/** A page of documentation: its path in the repository, and its text. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

// Changelogs are written by a tool, and the living design is not a manual.
const others = /(?:^|\/)CHANGELOG\.md$|^\.changeset\/|^docs\/design\.md$/;

/** Every Markdown page for readers. */
export function pages(): readonly Page[] {
  return trackedTextFiles().filter(({ file }) => file.endsWith(".md") && !others.test(file));
}

export function page(file: string): Page {
  const found = pages().find((each) => each.file === file);
  if (found === undefined) throw new Error(`There is no page ${file}.`);
  return found;
}
