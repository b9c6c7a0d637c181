import type { Diagnosis } from "@keykist/core";

/** The switch by which Google's libraries print requests and answers, and so values. */
const NAME = "GOOGLE_SDK_NODE_LOGGING";

/** Warns of the switch of the environment by which Google's libraries print values. */
export function lookAtEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): readonly Diagnosis[] {
  if ((environment[NAME] ?? "").trim() === "") return [];
  return [
    {
      status: "problem",
      about: "environment",
      says: `${NAME} is set: Google's libraries print what they send and receive, including values`,
      next: `unset ${NAME}, unless you are debugging with test values`,
      code: "INVALID_CONFIG",
    },
  ];
}
