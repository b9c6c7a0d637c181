import { DECISIVE_FAMILIES } from "../../src/running/decisive/decisive-variables.ts";

const HEADER = `# Variables that \`kist run\` refuses

Anyone who can write a secret chooses its keys. These keys decide which code runs, or where traffic
goes, in programs that were only meant to get a password. \`kist run\` refuses them, from secrets and
from files of \`--dotenv\`, unless \`--allow NAME\` names them. Variables of your own environment are
passed on as they are.

\`*\` stands for any characters. This page is generated from the table in
\`packages/cli/src/running/decisive\`. If a tool that you use obeys a variable that is missing here,
please report it.

`;

/** docs/run-variables.md */
export function runVariablesPage(): string {
  const sections = DECISIVE_FAMILIES.map(({ family, decides, reason, names, except, anyCase }) => {
    const what = decides === "code" ? "which code runs" : "where traffic goes";
    const lines = [
      `## ${family[0]?.toUpperCase() ?? ""}${family.slice(1)}`,
      `Decides ${what}: a variable ${reason}.${anyCase === true ? " In lower and upper case." : ""}`,
      list(names),
      ...(except === undefined ? [] : [`Not refused: ${list(except)}`]),
    ];
    return lines.join("\n\n");
  });
  return `${HEADER}${sections.join("\n\n")}\n`;
}

/** Names as code, with commas between them. */
function list(names: string): string {
  return names
    .split(" ")
    .map((name) => `\`${name}\``)
    .join(", ");
}
