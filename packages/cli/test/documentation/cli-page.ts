import { ERROR_CODES } from "@keykist/core";
import { run } from "@stricli/core";
import { application } from "../../src/application.ts";
import { EXIT_CODES, exitCodeOf } from "../../src/exit-code.ts";
import { routes } from "../routes.ts";

/** What the exit codes mean, for the page. */
const MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: "done",
  unexpected: "unexpected: a defect, a damaged store, a result that could not be written",
  usage: "what was typed cannot be done as it stands",
  notFound: "not found",
  exists: "exists already",
  conflict: "someone else has changed it since",
  invalid: "invalid",
  denied: "denied, or a configuration that is not trusted",
  unavailable: "unavailable: try again",
  unsupported: "the manager, or this Node, cannot do it",
  interrupted: "interrupted: ctrl-C",
  readerGone: "the reader of the output went away, as `head` does; nothing is said",
};

const introduction = `# kist

\`kist\` keeps secrets at the terminal and in CI. This page is generated from the commands
(\`packages/cli/test/documentation\`); \`kist COMMAND --help\` says the same.

## Configuration

Without any, \`kist\` keeps secrets in one encrypted file in your data folder. A configuration, \`keykist.json\`, names
managers, flavors and schemas, and the secrets that \`kist run\` gives to each command without \`--secret\`:

\`\`\`json
{
  "active": "dev",
  "managers": {
    "dev": { "id": "0197…", "flavor": "local", "config": { "scope": "component" } },
    "prod": { "id": "0198…", "flavor": "aws", "config": { "region": "eu-west-1" } }
  },
  "flavors": { "acme": "./flavors/acme.ts" },
  "schemas": ["./schemas.ts"],
  "run": { "secrets": ["web"] }
}
\`\`\`

It is looked for in this order: \`--config\`, \`KEYKIST_CONFIG\`, \`keykist.json\` in the working folder and the folders
above it, \`keykist.json\` in your configuration folder. One that was found by walking up is followed only after
\`kist trust\`: until then nothing that it names is loaded or contacted, and \`kist\` ends with 7. What kist itself changes
stays trusted; what anybody else changes has to be trusted again. Files of other users are ignored.

The manager is the one of \`--manager\`, \`KEYKIST_MANAGER\`, \`kist manager use\`, or \`active\`, in this order.

\`kist secrets-manager …\` is \`kist manager …\`, and \`kist secrets-manager flavor …\` is \`kist flavor …\`.

## Output

Results go to stdout, everything else to stderr, which stays empty when all went well. \`--json\` prints one document.
Only commands whose purpose is to give values show them. Questions are asked only at a terminal. Elsewhere,
what would be asked is refused, unless \`--yes\` is given.

A failure is one line: what failed, and the next step. \`--verbose\` adds the cause: what the backend or its SDK said, with
its code, status and request id. With \`--json\` a failure is a document on stderr:

\`\`\`json
{ "error": { "code": "…", "message": "…", "hint": "…", "outcome": "…", "cause": { "name": "…", "message": "…", "code": "…", "status": "…", "requestId": "…" } } }
\`\`\`

What is not known is left out. \`code\` is one of the [codes of errors](errors.md), or one of the command line's own:

| code | exit code | meaning |
|---|---|---|
| \`USAGE\` | 2 | what was typed cannot be done as it stands |
| \`INTERRUPTED\` | 130 | somebody gave up: ctrl-C, a signal, or no as the answer |
| \`OUTPUT\` | 1 | the result could not be written: the disk is full |
| \`NOT_STARTED\` | 126, 127 | \`kist run\` could not start its command |

\`outcome\` is said of writes. \`not_applied\`: nothing was changed. \`unknown\`: it may have been, and the hint says how to look.
\`applied\`: it took effect and could not keep all it promised, such as a deletion whose old values could not be
destroyed. Then the line says what was done (\`deleted "db", but …\`), and \`kist\` ends with the exit code of what is missing, so that a
script notices. Do not repeat it; do what the hint says.

\`KEYKIST_DEBUG=1\` also prints causes that no flavor recognised, and stack frames: see [what it may print](errors.md#keykist_debug).

## Exit codes
`;

/** The same commands under another name, for those who come from ZenML. */
const ALIAS = "secrets-manager";

/** The page that documents the command. */
export async function cliPage(): Promise<string> {
  const sections = [introduction, exitCodeTable()];
  for (const route of routes().filter(([first]) => first !== ALIAS)) {
    const help = await helpOf(route);
    sections.push(`## ${["kist", ...route].join(" ")}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`);
  }
  return sections.join("\n");
}

function nothing(): never {
  throw new Error("help does no work");
}

async function helpOf(route: readonly string[]): Promise<string> {
  let help = "";
  const streams = {
    stdout: {
      write: (text: string) => {
        help += text;
      },
    },
    stderr: {
      write: (text: string) => {
        throw new Error(text);
      },
    },
  };
  await run(application, [...route, "--help"], {
    process: streams,
    perform: nothing,
  });
  return help;
}

function exitCodeTable(): string {
  const rows = Object.entries(EXIT_CODES).map(([name, exitCode]) => {
    const codes = ERROR_CODES.filter((code) => exitCodeOf(code) === exitCode);
    const meaning = Object.entries(MEANINGS).find(([key]) => key === name)?.[1] ?? "";
    return `| ${exitCode} | ${meaning} | ${codes.map((code) => `\`${code}\``).join(" ")} |`;
  });
  return [
    "| code | meaning | errors |",
    "|---|---|---|",
    ...rows,
    "",
    "`kist run` ends with the exit code of its command; 127 where there is no such command, 126 where it cannot be run.",
    "",
  ].join("\n");
}
