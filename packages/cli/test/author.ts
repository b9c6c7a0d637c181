import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { installCore } from "./modules.ts";
import { makePlace, type Place } from "./place.ts";

/** A folder where an author of flavors has the suite installed. */
export async function makeAuthor(): Promise<Place> {
  const place = await makePlace();
  await installCore(place);
  await installSuite(place);
  return place;
}

/** Makes `@keykist/conformance` importable in a folder, as an install would. */
export async function installSuite(place: Place): Promise<void> {
  const scope = path.join(place.folder, "node_modules/@keykist");
  await mkdir(scope, { recursive: true });
  await symlink(
    path.resolve(import.meta.dirname, "../../conformance"),
    path.join(scope, "conformance"),
  );
}
