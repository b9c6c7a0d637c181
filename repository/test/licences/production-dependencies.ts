import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";

import { publicMembers } from "../../../scripts/lib/workspace.mjs";

/** A package that somebody else made and that users get with one of ours. */
export interface ProductionDependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Our packages that bring it, directly or through others. */
  readonly broughtBy: readonly string[];
}

interface InstalledManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Every package that comes with one of ours, as it is installed here, sorted by name and version. */
export function productionDependencies(): readonly ProductionDependency[] {
  const found = new Map<string, { manifest: InstalledManifest; broughtBy: Set<string> }>();
  for (const { directory, manifest } of publicMembers()) {
    for (const installed of dependenciesOf(realpathSync(directory), new Set())) {
      const id = `${installed.name}@${installed.version}`;
      const entry = found.get(id) ?? { manifest: installed, broughtBy: new Set() };
      entry.broughtBy.add(manifest.name);
      found.set(id, entry);
    }
  }
  const own = new Set(publicMembers().map(({ manifest }) => manifest.name));
  return [...found]
    .filter(([, { manifest }]) => !own.has(manifest.name))
    .toSorted(([first], [second]) => (first < second ? -1 : 1))
    .map(([, { manifest, broughtBy }]) => ({
      name: manifest.name,
      version: manifest.version,
      licence: typeof manifest.license === "string" ? manifest.license : "",
      broughtBy: [...broughtBy].toSorted(),
    }));
}

/** What the package in a folder brings, with all that brings in turn. */
function dependenciesOf(folder: string, seen: Set<string>): readonly InstalledManifest[] {
  const { dependencies, optionalDependencies } = manifestIn(folder);
  const found: InstalledManifest[] = [];
  // Peers are the user's own: they choose them, and have their licences.
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const place = installedPlace(folder, name);
    if (place === undefined) {
      // Made for another platform than this.
      if (optionalDependencies?.[name] !== undefined) continue;
      throw new Error(`${name}, which ${folder} needs, is not installed.`);
    }
    if (seen.has(place)) continue;
    seen.add(place);
    found.push(manifestIn(place), ...dependenciesOf(place, seen));
  }
  return found;
}

/** Where Node finds a package from a folder. */
function installedPlace(folder: string, name: string): string | undefined {
  const place = path.join(folder, "node_modules", name);
  if (existsSync(path.join(place, "package.json"))) return realpathSync(place);
  const above = path.dirname(folder);
  return above === folder ? undefined : installedPlace(above, name);
}

function manifestIn(folder: string): InstalledManifest {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}
