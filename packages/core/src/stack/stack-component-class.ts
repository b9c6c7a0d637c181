import { KeykistError } from "../errors/keykist-error.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { isStackComponentType } from "./stack-component-type.ts";

/** What a class of stack components says of itself, as static properties. */
export interface StackComponentClass {
  /** One of `StackComponentType`. */
  readonly TYPE: string;
  /** The name of this implementation of the type: `"s3"`, `"aws"`. */
  readonly FLAVOR: string;
  /** What its configuration may hold. */
  readonly configSchema: ConfigSchema;
}

/**
 * Checks that a class says what every class of stack components must.
 *
 * @throws KeykistError `INVALID_CONFIG`
 */
export function assertStackComponentClass(
  candidate: Partial<StackComponentClass> & { readonly name: string },
): asserts candidate is StackComponentClass & { readonly name: string } {
  const { name, TYPE, FLAVOR, configSchema } = candidate;
  const lacking: [property: string, problem: string][] = [];
  if (!isStackComponentType(TYPE)) lacking.push(["TYPE", "expected a stack component type"]);
  if (typeof FLAVOR !== "string" || FLAVOR === "") lacking.push(["FLAVOR", "expected a name"]);
  if (typeof configSchema?.["~standard"]?.validate !== "function") {
    lacking.push(["configSchema", "expected a configuration schema"]);
  }
  const [first] = lacking;
  if (first === undefined) return;
  const properties = lacking.map(([property]) => property).join(", ");
  throw new KeykistError("INVALID_CONFIG", `the class ${name} does not set: ${properties}`, {
    issues: lacking.map(([key, problem]) => ({ key, problem })),
    hint: `set \`static override readonly ${first[0]}\` on the class`,
  });
}
