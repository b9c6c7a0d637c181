import { KeykistError, type Secret } from "@keykist/core";
import { decisiveFamily } from "../running/decisive/decisive-variables.ts";
import { exportedEntries } from "./exported-entries.ts";

const FORM = "a shell's script";

/**
 * Variables that a shell treats as numbers. It evaluates their values, and runs commands in them. The list is from
 * `declare -pi` of bash and `typeset -p` of zsh.
 */
const NUMBERS: ReadonlySet<string> = new Set(
  (
    "BASHPID COLUMNS EGID EPOCHREALTIME EPOCHSECONDS ERRNO EUID FUNCNEST GID HISTCMD HISTSIZE KEYTIMEOUT LINENO LINES LISTMAX LOGCHECK " +
    "MAILCHECK OPTIND PPID RANDOM REPORTMEMORY REPORTTIME SAVEHIST SECONDS SHLVL SRANDOM TMOUT TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT " +
    "TTYIDLE UID ZSH_SUBSHELL BAUD DIRSTACKSIZE"
  ).split(" "),
);

/**
 * Secrets as lines that a shell can evaluate: `eval "$(kist export web --format shell)"`. Everything stands in single
 * quotes, in which sh, bash, zsh and fish see no more than text.
 *
 * @param allow names that are written although they decide what code runs or where traffic goes
 * @throws KeykistError `INVALID_VALUE` where two secrets have one key, or a value holds a NUL; `INVALID_KEY` where a key
 * is not a valid variable name, or one that decides what code runs
 */
export function shellText(secrets: Iterable<Secret>, allow: readonly string[]): string {
  const allowed = new Set(allow);
  return exportedEntries(secrets, FORM)
    .map(({ name, key, value }) => {
      if (!allowed.has(key)) assertHarmless(name, key);
      if (value.includes("\0")) {
        throw new KeykistError(
          "INVALID_VALUE",
          `the value of ${key} in ${JSON.stringify(name)} cannot be written into ${FORM}: it holds a NUL`,
          { secret: name, hint: "export it with --format json" },
        );
      }
      return `export ${key}=${inQuotes(value)}\n`;
    })
    .join("");
}

function assertHarmless(name: string, key: string): void {
  const { decides, reason } = NUMBERS.has(key)
    ? ({ decides: "code", reason: "which a shell evaluates" } as const)
    : (decisiveFamily(key, process.platform) ?? {});
  if (decides === undefined) return;
  const what = decides === "code" ? "what code runs" : "where traffic goes";
  throw new KeykistError(
    "INVALID_KEY",
    `${JSON.stringify(name)} has the key ${key}, ${reason}: it decides ${what}`,
    { secret: name, hint: `to write it on purpose: --allow ${key}` },
  );
}

/** fish knows escapes in single quotes: quotes and backslashes stand outside of them, which all of them take. */
function inQuotes(value: string): string {
  return `'${value.replaceAll(/['\\]/g, String.raw`'\$&'`)}'`;
}
