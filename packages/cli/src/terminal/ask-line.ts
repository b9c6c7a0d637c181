import { StringDecoder } from "node:string_decoder";
import { Interrupted } from "../interrupted.ts";
import { type KeyEvent, KeyInput } from "./key-input.ts";
import type { PromptTerminal } from "./prompt-terminal.ts";
import { screenLine } from "./screen-text.ts";
import { TypedLine } from "./typed-line.ts";

/** How long the rest of a paste may be late, where the terminal does not mark pastes; milliseconds. */
const PASTE_PAUSE_MS = 100;

export interface LineQuestion {
  readonly message: string;
  /** What is seen of what is typed: all of it, or not even its length. */
  readonly shows: "text" | "nothing";
  /** Whether a paste may hold several lines. */
  readonly isMultiline: boolean;
  /** Keys that are the whole answer, without Enter. */
  readonly keys?: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/**
 * Asks at a terminal, and returns what was typed or pasted, without the newline at its end.
 *
 * @throws Interrupted at ctrl-C, ctrl-D and ctrl-\, where the terminal goes away, and where the signal says so
 */
export async function askLine(terminal: PromptTerminal, question: LineQuestion): Promise<string> {
  const { isMultiline, signal } = question;
  if (signal.aborted) throw new Interrupted();
  try {
    const answer = await answerTo(terminal, question);
    const text = isMultiline ? answer.replace(/\n$/, "") : answer;
    const lines = text.split("\n").length;
    terminal.write(lines > 1 ? `${lines} lines\n` : "\n");
    return text;
  } catch (error) {
    terminal.write("\n");
    throw error;
  } finally {
    terminal.close();
  }
}

function answerTo(
  terminal: PromptTerminal,
  { message, shows, isMultiline, keys, signal }: LineQuestion,
): Promise<string> {
  const prompt = `${screenLine(message)}: `;
  const decoder = new StringDecoder("utf8");
  const input = new KeyInput();
  const line = new TypedLine((text) => {
    // Backspaces are its own; what a paste brings is not obeyed.
    if (shows === "text") terminal.write(text === "\b \b" ? text : screenLine(text));
  });
  /** Until then, Enter may turn out to be a newline of a paste. */
  let late: NodeJS.Timeout | undefined;
  let marksPastes = false;

  return new Promise<string>((resolve, reject) => {
    const enter = (): void => {
      if (!isMultiline || marksPastes) resolve(line.value);
      else {
        late = setTimeout(() => {
          resolve(line.value);
        }, PASTE_PAUSE_MS);
      }
    };
    const take = (event: KeyEvent): void => {
      switch (event.kind) {
        case "text":
          line.add(event.text);
          if (keys?.has(line.value) === true) resolve(line.value);
          break;
        case "paste":
          marksPastes = true;
          // In one line, newlines are blanks.
          line.add(isMultiline ? event.text : event.text.replace(/\n$/, "").replaceAll("\n", " "));
          break;
        case "newline":
          if (isMultiline) line.add("\n");
          else resolve(line.value);
          break;
        case "enter":
          enter();
          break;
        case "erase":
          line.eraseCharacter();
          break;
        case "erase-word":
          line.eraseWord();
          break;
        case "erase-all":
          line.eraseAll();
          break;
        case "suspend":
          terminal.suspend(() => {
            terminal.write(prompt);
            line.show();
          });
          break;
        default:
          reject(new Interrupted());
      }
    };
    const hear = (bytes: Buffer): void => {
      if (late !== undefined) {
        clearTimeout(late);
        late = undefined;
        line.add("\n");
      }
      for (const event of input.feed(decoder.write(bytes))) take(event);
    };
    const giveUp = (): void => {
      reject(new Interrupted());
    };
    signal.addEventListener("abort", giveUp, { once: true });
    terminal.open(hear, giveUp);
    terminal.write(prompt);
  });
}
