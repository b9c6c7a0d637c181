import { command } from "../command.ts";
import { SHELLS } from "../completion/shells.ts";
import { optionalWord, word } from "./words.ts";

/** The commands on this machine: what it trusts, how it is, what its shell knows. */
export const machineCommands = {
  trust: command<object, [file?: string]>({
    summary: "Trust a project's configuration, as it is",
    usage: "[FILE]",
    description:
      "A keykist.json that lies in a folder can name modules to be run and servers to be asked. Until it is trusted, kist " +
      "follows none of it. Shows what it reaches, and remembers it as it is now: whoever changes it, but for kist " +
      "itself, has to have it trusted again. The modules that it names are trusted with it, also when they change.",
    examples: [
      { line: "kist trust", does: "the keykist.json here, or above" },
      { line: "kist trust ~/src/shop/keykist.json", does: "that one" },
    ],
    json: '{ "file", "reaches": [line] }',
    words: {
      kind: "tuple",
      parameters: [optionalWord({ placeholder: "FILE", brief: "The configuration file" })],
    },
    load: () => import("../commands/trust.ts"),
  }),
  doctor: command<object, []>({
    summary: "Look at everything that kist depends on",
    usage: "",
    description:
      "Says which configuration and which manager are in force and why, whether every manager answers, whether stores open and " +
      "everything in them is whole, and who else could read or change what only you should. It names what it could not check. If something is wrong, it says what to do next, " +
      "and ends with the exit code of the first problem. It changes nothing, asks nobody, and runs nothing of a " +
      "configuration that is not trusted.",
    examples: [{ line: "kist doctor", does: "a line for each thing that was looked at" }],
    json: '{ "healthy", "findings": [{ "status": "ok" | "note" | "problem", "about", "says", "next"?, "code"? }] }',
    load: () => import("../commands/doctor.ts"),
  }),
  completion: command<object, [shell: string]>({
    summary: "Print the completion of a shell",
    usage: SHELLS.join("|"),
    description:
      "Prints the script that makes a shell complete commands, options, and the names of managers, flavors, schemas and " +
      "secrets. It never completes values.",
    examples: [
      {
        line: "source <(kist completion bash)",
        does: "in ~/.bashrc; zsh has the same in ~/.zshrc",
      },
      { line: "kist completion fish > ~/.config/fish/completions/kist.fish", does: "for fish" },
    ],
    json: '{ "shell", "script" }',
    words: {
      kind: "tuple",
      parameters: [
        word({
          placeholder: "SHELL",
          brief: "bash, zsh or fish",
          propose: () => Promise.resolve(SHELLS),
        }),
      ],
    },
    load: () => import("../commands/completion.ts"),
  }),
};
