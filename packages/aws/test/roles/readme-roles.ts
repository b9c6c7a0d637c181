import { readFileSync } from "node:fs";

/** A row of the README's table of permissions. */
export interface Role {
  readonly name: string;
  /** `secretsmanager:GetSecretValue` */
  readonly actions: readonly string[];
}

/** The roles of the README, with all the actions that a row or one that it refers to names. */
export function readmeRoles(): readonly Role[] {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, table = ""] = /\| role \|.*\n\|---\|---\|\n((?:\|.*\n)+)/u.exec(readme) ?? [];
  return table
    .trimEnd()
    .split("\n")
    .map((row) => {
      const [, name = "", text = ""] = row.split("|").map((cell) => cell.trim());
      const actions = [...text.matchAll(/`([A-Za-z]+)`/gu)].map(
        ([, action]) => `secretsmanager:${action}`,
      );
      return { name, actions };
    });
}
