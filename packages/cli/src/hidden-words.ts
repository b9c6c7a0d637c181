import { COMPLETE_WORD } from "./completion/complete-word.ts";
import type { Host } from "./host.ts";
import { INSPECT_WORD, requestOf } from "./inspection/inspection.ts";

/**
 * What `kist` is started with by itself and by the shells' completions; no commands, since nobody is to type them.
 *
 * @returns the exit code; `undefined` where what was typed begins with no such word
 */
export async function hiddenWord(
  host: Host,
  [word, ...rest]: readonly string[],
): Promise<number | undefined> {
  switch (word) {
    case COMPLETE_WORD: {
      const { complete } = await import("./completion/complete.ts");
      return complete(host, rest);
    }
    case INSPECT_WORD: {
      const { inspect } = await import("./inspection/inspect.ts");
      return inspect(requestOf(rest));
    }
    default:
      return undefined;
  }
}
