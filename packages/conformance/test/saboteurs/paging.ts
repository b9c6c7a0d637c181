import { changingPagingSaboteurs } from "./paging/changes.ts";
import { exactPagingSaboteurs } from "./paging/exactness.ts";
import { lazyPagingSaboteurs } from "./paging/laziness.ts";
import { longPagingSaboteurs } from "./paging/long.ts";
import type { Saboteur } from "./saboteur.ts";

export const pagingSaboteurs: readonly Saboteur[] = [
  ...exactPagingSaboteurs,
  ...lazyPagingSaboteurs,
  ...changingPagingSaboteurs,
  ...longPagingSaboteurs,
];
