import { isSecretKey, KeykistError } from "@keykist/core";
import type { Environment } from "../host.ts";
import { callersValue } from "./callers-value.ts";
import { decisiveFamily } from "./decisive/decisive-variables.ts";
import type { VariableFamily } from "./decisive/family.ts";
import { isWithheld, ownVariables } from "./own-variables.ts";

/** Variables to be injected, and where they are from: `"the secret db"`, `"the file .env"`. */
export interface Injection {
  readonly from: string;
  /** The secret, where they are one's keys. */
  readonly secret?: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

export interface ChildEnvironmentOptions {
  /** Names that decide what code runs or where traffic goes, and may be injected all the same. */
  readonly allow: readonly string[];
  /** Whether a variable of the caller that is not blank comes before a key of a secret. */
  readonly preferEnv?: boolean | undefined;
  readonly platform?: NodeJS.Platform | undefined;
}

/**
 * The variables of a child: those of the caller but for the keys of stores, and what is injected, which wins.
 *
 * @param own what the caller has for it
 *
 * @throws KeykistError `INVALID_KEY` where two injections have one name, where a key is not a valid variable name, or one
 * that decides what code runs or where traffic goes; `INVALID_VALUE` where a value cannot be in a variable
 */
export function childEnvironment(
  own: Environment,
  injections: readonly Injection[],
  { allow, preferEnv = false, platform = process.platform }: ChildEnvironmentOptions,
): Record<string, string> {
  // Windows has one variable for `Path` and `PATH`.
  const same = (name: string): string => (platform === "win32" ? name.toUpperCase() : name);
  const mine = ownVariables(own);
  const allowed = new Set(allow.map(same));
  const injected = new Map<
    string,
    { readonly name: string; readonly value: string; readonly from: string }
  >();
  for (const injection of injections) {
    const { from, variables } = injection;
    for (const [name, value] of Object.entries(variables)) {
      if (preferEnv && (callersValue(mine, name, platform) ?? "") !== "") continue;
      assertInjectable(name, value, injection);
      const family = allowed.has(same(name)) ? undefined : decisiveFamily(name, platform);
      if (family !== undefined) throw decisive(name, from, family);
      const other = injected.get(same(name));
      if (other !== undefined) throw givenTwice(name, other.from, from);
      injected.set(same(name), { name, value, from });
    }
  }
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(mine)) {
    if (!injected.has(same(name))) environment[name] = value;
  }
  for (const { name, value } of injected.values()) environment[name] = value;
  return environment;
}

function assertInjectable(name: string, value: string, { from, secret }: Injection): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new KeykistError(
      "INVALID_KEY",
      `${from} has the key ${JSON.stringify(name)}, which is not a valid variable name`,
      { hint: otherName(secret, name) },
    );
  }
  if (isWithheld(name)) {
    throw new KeykistError(
      "INVALID_KEY",
      `${from} has the key ${name}, which never reaches a command`,
      {
        hint: "rename the key",
      },
    );
  }
  if (value.includes("\0")) {
    throw new KeykistError(
      "INVALID_VALUE",
      `the value of ${name} in ${from} holds a NUL, which no variable can`,
      {
        hint: "encode it, for instance with base64",
      },
    );
  }
}

/** How a key gets into a variable that can have no such name. */
function otherName(secret: string | undefined, key: string): string {
  if (secret === undefined) return "rename it";
  return isSecretKey(key)
    ? `choose another name with a line NAME={{${secret}.${key}}} in a file for --dotenv`
    : "references cannot name this key either: store its value under another key";
}

function decisive(name: string, from: string, { decides, reason }: VariableFamily): KeykistError {
  const what = decides === "code" ? "decides what code runs" : "decides where traffic goes";
  return new KeykistError("INVALID_KEY", `${from} has the key ${name}, ${reason}: it ${what}`, {
    hint: `to inject it on purpose: --allow ${name}`,
  });
}

function givenTwice(name: string, first: string, second: string): KeykistError {
  const where = first === second ? `twice in ${first}` : `in ${first} and in ${second}`;
  return new KeykistError("INVALID_KEY", `the variable ${name} is ${where}`, {
    hint: "leave one out, or choose one with a line NAME={{SECRET.KEY}} in a file for --dotenv",
  });
}
