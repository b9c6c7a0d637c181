import path from "node:path";
import type { Configuration } from "../src/configuration/configuration.ts";
import { editConfiguration } from "../src/configuration/edit-configuration.ts";
import { newManagerId } from "../src/managers/manager-id.ts";
import { makeStore } from "./kist.ts";
import { makePlace, type Place } from "./place.ts";

/** A project whose configuration, which is trusted, has the managers `dev`, which is active, and `prod`. */
export async function makeProject(changes: Partial<Configuration> = {}): Promise<Place> {
  const place = await makePlace();
  await makeStore(place);
  await editConfiguration(place, path.join(place.folder, "keykist.json"), (content) => ({
    ...content,
    active: "dev",
    managers: {
      dev: { id: newManagerId(), flavor: "local", config: { scope: "component" } },
      prod: { id: newManagerId(), flavor: "local", config: { scope: "none" } },
    },
    ...changes,
  }));
  return place;
}
