import type { Diagnosis } from "@keykist/core";

/** Switches of Google's libraries that print requests and answers, and so values. */
const PRINTING = ["GOOGLE_SDK_NODE_LOGGING", "GRPC_TRACE"] as const;

/** Warns of variables of the environment by which Google's libraries print values. */
export function lookAtEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): readonly Diagnosis[] {
  return PRINTING.filter((name) => (environment[name] ?? "").trim() !== "").map((name) => ({
    status: "problem",
    about: "environment",
    says: `${name} is set: Google's libraries print what they send and receive, values among it`,
    next: `unset ${name}, unless you look for a fault with values that nobody needs`,
    code: "INVALID_CONFIG",
  }));
}
