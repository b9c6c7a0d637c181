import { KeykistError } from "../errors/keykist-error.ts";
import { scanReferences } from "../references/find-references.ts";
import { pathText } from "../references/json-like.ts";

/**
 * Refuses a configuration that holds references, also malformed ones. For secrets managers, which would
 * have to be asked for the values before they can be made.
 *
 * @throws KeykistError `INVALID_CONFIG`, naming the fields and never their text
 */
export function refuseReferences(config: unknown): void {
  const { references, malformed } = scanReferences(config);
  const paths = [...references.flatMap((reference) => reference.paths), ...malformed];
  const keys = [...new Set(paths.map((path) => pathText(path) || "(config)"))];
  if (keys.length === 0) return;
  const fields = keys.join(", ");
  throw new KeykistError(
    "INVALID_CONFIG",
    `the configuration of a secrets manager may not hold references: ${fields}`,
    {
      issues: keys.map((key) => ({ key, problem: "may not hold a reference" })),
      hint: "write the real value, or leave it to the environment or the SDK's own credentials",
    },
  );
}
