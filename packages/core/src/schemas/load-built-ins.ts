import { KeykistError } from "../errors/keykist-error.ts";
import type { ZodBuiltInType } from "./built-in-types.ts";
import type { SecretSchema } from "./secret-schema.ts";

/** The built-in schemas that need zod, by type. */
export type BuiltIns = Readonly<Record<ZodBuiltInType, SecretSchema>>;

const importBuiltIns = async (): Promise<BuiltIns> =>
  (await import("./built-in/built-in-schemas.ts")).builtInSchemas;

/**
 * Loads the built-in schemas, and zod with them. Many calls load them once, and a call after a failure tries
 * again: `import()` does both.
 *
 * @param load for tests
 * @throws KeykistError `UNSUPPORTED` where there is no zod that they can use
 */
export async function loadBuiltIns(
  load: () => Promise<BuiltIns> = importBuiltIns,
): Promise<BuiltIns> {
  try {
    return await load();
  } catch (error) {
    const missing = Reflect.get(Object(error), "code") === "ERR_MODULE_NOT_FOUND";
    throw new KeykistError(
      "UNSUPPORTED",
      missing
        ? "the built-in schemas need zod, which is not installed"
        : "the built-in schemas cannot be loaded with the zod that is installed",
      {
        operation: "get",
        hint: 'install it: npm install "zod@^4.2.0" (or pnpm add, yarn add)',
        cause: error,
      },
    );
  }
}
