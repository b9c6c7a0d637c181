/** What has been typed at a prompt so far, and its echo. */
export class TypedLine {
  readonly #echo: (text: string) => void;
  #value = "";

  /** @param echo shows text; does nothing where what is typed is hidden */
  constructor(echo: (text: string) => void) {
    this.#echo = echo;
  }

  get value(): string {
    return this.#value;
  }

  add(text: string): void {
    this.#value += text;
    this.#echo(text);
  }

  eraseCharacter(): void {
    this.#keep(charactersOf(this.#value).slice(0, -1).join(""));
  }

  eraseWord(): void {
    this.#keep(this.#value.replace(/\S+\s*$/, ""));
  }

  eraseAll(): void {
    this.#keep("");
  }

  /** Shows all of it again. */
  show(): void {
    this.#echo(this.#value);
  }

  #keep(text: string): void {
    const gone = charactersOf(this.#value).length - charactersOf(text).length;
    for (let count = 0; count < gone; count += 1) this.#echo("\b \b");
    this.#value = text;
  }
}

/** What a person takes for one character each. */
function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
