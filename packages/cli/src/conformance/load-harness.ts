import type { ConformanceHarness } from "@keykist/conformance";
import { KeykistError } from "@keykist/core";
import { importFile } from "../flavors/import-source.ts";
import type { Source } from "../flavors/source.ts";

/**
 * The harness that a module exports.
 *
 * @param file of the module
 * @throws KeykistError `FLAVOR_NOT_FOUND` where it exports none, or several, none of them by default, and none is named; `INVALID_CONFIG` where
 * it fails as it is loaded
 */
export async function loadHarness(
  file: string,
  { source, name }: Source,
): Promise<ConformanceHarness> {
  const exported = await importFile(file);
  const harnesses = new Map<ConformanceHarness, string>();
  for (const [key, value] of Object.entries(exported)) {
    if (name !== undefined && key !== name) continue;
    // The default export is usually a named one too.
    if (isHarness(value) && (!harnesses.has(value) || key !== "default")) harnesses.set(value, key);
  }
  // What a module exports by default is what it is for.
  const preferred: unknown = name === undefined ? Reflect.get(exported, "default") : undefined;
  if (isHarness(preferred)) return preferred;
  const [first, ...others] = harnesses;
  if (first === undefined) {
    const what = name === undefined ? "no harness" : `no harness ${JSON.stringify(name)}`;
    throw new KeykistError("FLAVOR_NOT_FOUND", `${source} exports ${what}`, {
      hint: "export an object with flavor, backend and open(): docs/conformance.md shows one",
    });
  }
  if (others.length > 0) {
    const names = [first, ...others].map(([, key]) => key);
    throw new KeykistError(
      "FLAVOR_NOT_FOUND",
      `${source} exports several harnesses: ${names.join(", ")}`,
      { hint: `say which: ${source}#${first[1]}` },
    );
  }
  return first[0];
}

function isHarness(value: unknown): value is ConformanceHarness {
  if (typeof value !== "object" || value === null) return false;
  return (
    typeof Reflect.get(value, "flavor") === "string" &&
    typeof Reflect.get(value, "backend") === "string" &&
    typeof Reflect.get(value, "open") === "function"
  );
}
