import { creating } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** The longest label of some backends. */
const LABEL = 32;

export const typesSaboteurs: readonly Saboteur[] = [
  sabotage(
    "schemas/type-exact",
    "keeps the first 32 characters of a type",
    creating((record) => ({ ...record, type: record.type.slice(0, LABEL) })),
  ),
];
