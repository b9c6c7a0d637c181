import { otherSaboteurs } from "./refusals/others.ts";
import { writingSaboteurs } from "./refusals/writing.ts";
import type { Saboteur } from "./saboteur.ts";

export const refusalsSaboteurs: readonly Saboteur[] = [...writingSaboteurs, ...otherSaboteurs];
