import { flavorModule, installCore } from "./modules.ts";
import type { Place } from "./place.ts";
import { makeProject } from "./project.ts";

/** What that package says of itself. */
export const MANIFEST = { name: "@acme/keykist", version: "1.2.3", exports: "./main.mjs" };

/** A project that has registered a flavor from an installed package. */
export async function makeInstalled(): Promise<Place> {
  const place = await makeProject({ flavors: { acme: "@acme/keykist" } });
  await installCore(place);
  await place.write(inPackage("main.mjs"), flavorModule("acme"));
  await place.write(inPackage("package.json"), JSON.stringify(MANIFEST));
  return place;
}

/** The place of a file of that package. */
export const inPackage = (file: string): string => `node_modules/@acme/keykist/${file}`;
