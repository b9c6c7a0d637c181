import type { Saboteur } from "./saboteur.ts";
import { configuringSaboteurs } from "./scopes/configuring.ts";
import { isolationSaboteurs } from "./scopes/isolation.ts";
import { keepingSaboteurs } from "./scopes/keeping.ts";
import { listingUnownedSaboteurs } from "./scopes/listing-unowned.ts";
import { sharingSaboteurs } from "./scopes/sharing.ts";

export const scopesSaboteurs: readonly Saboteur[] = [
  ...configuringSaboteurs,
  ...sharingSaboteurs,
  ...isolationSaboteurs,
  ...keepingSaboteurs,
  ...listingUnownedSaboteurs,
];
