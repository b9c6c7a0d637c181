import { type Assignment, type Loss, type Reading, REASONS } from "./reading.ts";

/*
 * `docker run --env-file`: "a file of VARIABLE=VALUE lines". Blanks before a line are dropped, a line that begins with #
 * is a comment, and all else up to the end of the line is the value, quotes and # among it. A name alone takes its value
 * from the environment of the caller, which is nothing that a file holds. A name with a blank is refused.
 */

/** Reads a .env file as `docker run --env-file` does. */
export function readAsDocker(text: string): Reading {
  const assignments: Assignment[] = [];
  const losses: Loss[] = [];
  for (const [index, whole] of text.split("\n").entries()) {
    const line = index + 1;
    const written = whole.replace(/\r$/, "").trimStart();
    if (written === "" || written.startsWith("#")) continue;
    const sign = written.indexOf("=");
    const key = sign === -1 ? written : written.slice(0, sign);
    if (sign === -1) {
      losses.push({
        line,
        reason: /\s/.test(key) ? REASONS.noSign : "docker takes its value from the environment",
      });
    } else if (key === "") losses.push({ line, reason: REASONS.noKey });
    else if (/\s/.test(key)) losses.push({ line, reason: "docker refuses a name with a blank" });
    else assignments.push({ key, value: written.slice(sign + 1), line });
  }
  return { assignments, losses };
}
