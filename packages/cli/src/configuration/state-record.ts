import path from "node:path";
import type { Environment } from "../host.ts";
import { runLocked } from "./edit-lock.ts";
import { replaceFile, textOf } from "./replace-file.ts";
import { userFolders } from "./user-folders.ts";

/** What kist remembers about configurations: real path → a word. */
type Words = Readonly<Record<string, string>>;

/** One thing that kist remembers of each configuration file, for this user. */
export class StateRecord {
  readonly #environment: Environment;
  readonly #file: string;

  /** @param name of the file in the user's state folder */
  constructor(environment: Environment, name: string) {
    this.#environment = environment;
    this.#file = path.join(userFolders(environment).state, name);
  }

  /** What is remembered of a configuration file. */
  async get(configuration: string): Promise<string | undefined> {
    const words = wordsOf(await textOf(this.#file));
    return Object.hasOwn(words, configuration) ? words[configuration] : undefined;
  }

  /** Remembers it from now on; `undefined` forgets it. */
  set(configuration: string, word: string | undefined): Promise<void> {
    return runLocked(this.#environment, "state", async () => {
      const words = wordsOf(await textOf(this.#file));
      const others = Object.entries(words).filter(([key]) => key !== configuration);
      const all = word === undefined ? others : [...others, [configuration, word]];
      await replaceFile(this.#file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
    });
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
