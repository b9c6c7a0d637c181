/** Noncharacters, which no text has: they stand for a style of kist's own until the text around them is safe. */
const BEGIN = "\uFDD0";
const INSIDE = "\uFDD1";
const END = "\uFDD2";

/** Styles that kist gives its own words, through the escaping of everything else. */
export class OwnStyles {
  readonly #styles: (readonly [open: string, close: string])[] = [];

  /** @param sample something in the style: `INSIDE` with its escape sequences around it */
  mark(text: string, style: (sample: string) => string): string {
    const [open = "", close = ""] = style(INSIDE).split(INSIDE);
    if (open === "") return text;
    this.#styles.push([open, close]);
    return `${BEGIN}${this.#styles.length - 1}${INSIDE}${text}${END}${this.#styles.length - 1}${INSIDE}`;
  }

  /** A text with the sequences in place of the marks. */
  shown(text: string): string {
    if (this.#styles.length === 0) return text;
    return text
      .replaceAll(
        /\uFDD0(\d+)\uFDD1/g,
        (_mark, index: string) => this.#styles[Number(index)]?.[0] ?? "",
      )
      .replaceAll(
        /\uFDD2(\d+)\uFDD1/g,
        (_mark, index: string) => this.#styles[Number(index)]?.[1] ?? "",
      );
  }
}
