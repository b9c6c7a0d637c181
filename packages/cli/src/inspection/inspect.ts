import { defaultSchemaRegistry, KeykistError } from "@keykist/core";
import { flavorIn } from "../flavors/flavor-in.ts";
import { importFile } from "../flavors/import-source.ts";
import { exportedSchemas } from "../schemas/load-schemas.ts";
import type { Inspection, InspectionFailure, InspectionRequest } from "./inspection.ts";

/**
 * Imports a module and says what is in it: the work of the process that {@link inspectModule} starts. Whatever the
 * module has begun ends with the process.
 */
export async function inspect(request: InspectionRequest): Promise<never> {
  const answer = await answerTo(request);
  await new Promise<void>((resolve) => {
    process.send?.(answer, undefined, undefined, () => {
      resolve();
    });
  });
  process.exit();
}

async function answerTo(request: InspectionRequest): Promise<Inspection | InspectionFailure> {
  try {
    return request.kind === "flavor" ? await flavorOf(request) : await schemasOf(request);
  } catch (error) {
    if (!KeykistError.is(error)) throw error;
    const { code, message, hint } = error;
    return { kind: "failure", code, message, hint };
  }
}

async function flavorOf({
  source,
  file,
  name,
}: InspectionRequest & { readonly kind: "flavor" }): Promise<Inspection> {
  const exported = await importFile(file);
  const { Flavor } = flavorIn(exported, { source, name, flavor: undefined });
  return { kind: "flavor", flavor: Flavor.FLAVOR };
}

async function schemasOf({
  source,
  file,
  others,
}: InspectionRequest & { readonly kind: "schemas" }): Promise<Inspection> {
  const registry = defaultSchemaRegistry();
  const register = async (module: string): Promise<void> => {
    for (const schema of exportedSchemas(await importFile(module))) registry.register(schema);
  };
  for (const other of others) await register(other);
  const before = new Set(registry.types());
  await register(file);
  const types = registry.types().filter((type) => !before.has(type));
  if (types.length > 0) return { kind: "schemas", types };
  throw new KeykistError("SCHEMA_NOT_FOUND", `${source} has no schema`, {
    hint: "export what defineSecretSchema answers, or pass it to registerSecretSchema",
  });
}
