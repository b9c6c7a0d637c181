import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A runtime of JavaScript beside Node. */
export interface FoundRuntime {
  readonly name: RuntimeName;
  readonly program: string;
  /** Arguments before the path of a program that may do all that it can do under Node. */
  readonly parameters: readonly string[];
  /** Variables to run it with: it asks nobody for a later version of itself. */
  readonly environment: Readonly<Record<string, string>>;
}

export type RuntimeName = "bun" | "deno";

interface RuntimePlace {
  /** The scope of the npm packages that hold the program, one for each platform, and the path inside a package. */
  readonly scope: string;
  readonly program: readonly string[];
  readonly parameters: readonly string[];
  /** The environment variable that names the program to use. */
  readonly variable: string;
}

const places: Readonly<Record<RuntimeName, RuntimePlace>> = {
  bun: { scope: "@oven", program: ["bin", "bun"], parameters: [], variable: "KEYKIST_BUN" },
  deno: {
    scope: "@deno",
    program: ["deno"],
    parameters: ["run", "--allow-all"],
    variable: "KEYKIST_DENO",
  },
};

/** Where `npm run peers` installs them. */
const INSTALLED = fileURLToPath(
  new URL("../../../../scripts/runtimes/node_modules", import.meta.url),
);

/**
 * Looks for Bun or Deno in the program that `KEYKIST_BUN` or `KEYKIST_DENO` names, then where `npm run peers` installs them,
 * then along PATH. If there is none, prints `0 tests under bun run: bun not found`.
 *
 * @throws Error if there is none and `KEYKIST_PEERS` is `required`
 */
export function findRuntime(
  name: RuntimeName,
  environment: NodeJS.ProcessEnv = process.env,
): FoundRuntime | undefined {
  const { parameters, variable } = places[name];
  const named = environment[variable];
  const candidates =
    named === undefined ? [...installed(name), ...along(name, environment)] : [named];
  const program = candidates.find((each) => existsSync(each));
  if (program !== undefined)
    return { name, program, parameters, environment: { DENO_NO_UPDATE_CHECK: "1" } };
  if (environment["KEYKIST_PEERS"] === "required")
    throw new Error(`${name} is not found, and peers are required: \`npm run peers\` installs it`);
  process.stdout.write(`0 tests under ${name} run: ${name} not found\n`);
  return undefined;
}

const SUFFIX = process.platform === "win32" ? ".exe" : "";

function installed(name: RuntimeName): readonly string[] {
  const { scope, program } = places[name];
  const folder = path.join(INSTALLED, scope);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((each) => path.join(folder, each, ...program) + SUFFIX);
}

function along(name: RuntimeName, environment: NodeJS.ProcessEnv): readonly string[] {
  return (environment["PATH"] ?? "")
    .split(path.delimiter)
    .filter((each) => each !== "")
    .map((each) => path.join(each, `${name}${SUFFIX}`));
}
