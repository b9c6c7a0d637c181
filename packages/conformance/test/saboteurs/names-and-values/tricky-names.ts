import { folding, listing } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const trickyNamesSaboteurs: readonly Saboteur[] = [
  sabotage(
    "names-and-values/names-doubled-separators",
    "writes two underscores as two hyphens",
    folding((path) => path.replaceAll("a__b", "a--b")),
  ),
  sabotage(
    "names-and-values/names-like-files",
    "lists no secret whose name ends as its own locks do",
    listing(({ path }) => !path.endsWith(".lock")),
  ),
];
