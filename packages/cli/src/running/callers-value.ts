import type { Environment } from "../host.ts";

/** What the caller has set a variable to; `undefined` where it is not set. */
export function callersValue(
  environment: Environment,
  name: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform !== "win32") return environment[name];
  // Windows has one variable for `Path` and `PATH`.
  const upper = name.toUpperCase();
  return Object.entries(environment).find(([one]) => one.toUpperCase() === upper)?.[1];
}
