import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Environment } from "../host.ts";
import { editFile } from "./edit-file.ts";
import { userFolders } from "./user-folders.ts";

/** What kist remembers about configurations: real path → a word. */
type Words = Readonly<Record<string, string>>;

/** One thing that kist remembers of each configuration file, for this user. */
export class StateRecord {
  readonly #file: string;

  /** @param name of the file in the user's state folder */
  constructor(environment: Environment, name: string) {
    this.#file = path.join(userFolders(environment).state, name);
  }

  /** What is remembered of a configuration file. */
  async get(configuration: string): Promise<string | undefined> {
    const words = wordsOf(await this.#text());
    return Object.hasOwn(words, configuration) ? words[configuration] : undefined;
  }

  /** Remembers it from now on; `undefined` forgets it. */
  set(configuration: string, word: string | undefined): Promise<void> {
    return editFile(this.#file, (text) => {
      const others = Object.entries(wordsOf(text)).filter(([key]) => key !== configuration);
      const all = word === undefined ? others : [...others, [configuration, word]];
      return `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`;
    });
  }

  async #text(): Promise<string | undefined> {
    try {
      return await readFile(this.#file, "utf8");
    } catch (error) {
      if (Reflect.get(Object(error), "code") === "ENOENT") return undefined;
      throw error;
    }
  }
}

/** A record that cannot be read remembers nothing: what was trusted has to be trusted again. */
function wordsOf(text: string | undefined): Words {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    const entries = Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
