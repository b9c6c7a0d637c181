import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import type { ConformanceBackend } from "@keykist/conformance";
import { succeed } from "../kist.ts";
import { installCore } from "../modules.ts";
import { makePlace, type Place } from "../place.ts";

/** A flavor whose secrets are kept by a server, as `kist` is told of it. */
export interface ServedFlavor {
  /** Its name: `kist manager register prod --flavor NAME`. */
  readonly flavor: string;
  /** The folder of its package. */
  readonly folder: string;
  /** The options of a manager over the server, as they are typed: `["region=eu-west-1"]`. */
  readonly config: readonly string[];
  /** Variables that say who calls. */
  readonly environment: Readonly<Record<string, string>>;
  /** A module that exports a harness of the flavor, for `kist conformance`. */
  readonly harness: string;
  /** Whether what is deleted can be brought back. */
  readonly recoverable: boolean;
  /** Looks at the server, and puts secrets there, without keykist. */
  readonly backend: Pick<ConformanceBackend, "peek" | "plant">;
}

/** A project in whose folder the flavor's package is installed, with a configuration that nobody has trusted yet. */
export async function makeServedProject({
  flavor,
  folder,
  environment,
}: Pick<ServedFlavor, "flavor" | "folder" | "environment">): Promise<Place> {
  const place = await makePlace();
  await installCore(place);
  const scope = path.join(place.folder, "node_modules/@keykist");
  await mkdir(scope, { recursive: true });
  await symlink(folder, path.join(scope, flavor));
  await place.write("keykist.json", "{}");
  return { ...place, environment: { ...place.environment, ...environment } };
}

/** Such a project, with the manager `prod`, which is active. */
export async function makeServedManager(
  served: Pick<ServedFlavor, "flavor" | "folder" | "environment" | "config">,
): Promise<Place> {
  const place = await makeServedProject(served);
  await succeed(place, ["trust", "keykist.json", "--yes"]);
  const { flavor, config } = served;
  await succeed(place, ["manager", "register", "prod", "--flavor", flavor, ...config]);
  return place;
}
