import { typesSaboteurs } from "./schemas/types.ts";
import type { Saboteur } from "./saboteur.ts";
import { readingSaboteurs } from "./schemas/reading.ts";
import { selectingSaboteurs } from "./schemas/selecting.ts";
import { unknownKeysSaboteurs } from "./schemas/unknown-keys.ts";
import { writingSaboteurs } from "./schemas/writing.ts";

export const schemasSaboteurs: readonly Saboteur[] = [
  ...readingSaboteurs,
  ...selectingSaboteurs,
  ...writingSaboteurs,
  ...unknownKeysSaboteurs,
  ...typesSaboteurs,
];
