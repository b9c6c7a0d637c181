import { layerSaboteurs } from "./runs/layers.ts";
import { namespaceSaboteurs } from "./runs/namespaces.ts";
import type { Saboteur } from "./saboteur.ts";

/** What breaks in another run than the plain one only. */
export const runsSaboteurs: readonly Saboteur[] = [...namespaceSaboteurs, ...layerSaboteurs];
