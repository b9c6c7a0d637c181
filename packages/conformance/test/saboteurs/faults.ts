import { lateSaboteurs } from "./faults/late.ts";
import { leaseSaboteurs } from "./faults/leases.ts";
import { onceSaboteurs } from "./faults/once.ts";
import { serverSaboteurs } from "./faults/server.ts";
import { staleSaboteurs } from "./faults/stale.ts";
import { unansweredOnceSaboteurs } from "./faults/unanswered-once.ts";
import type { Saboteur } from "./saboteur.ts";

export const faultsSaboteurs: readonly Saboteur[] = [
  ...onceSaboteurs,
  ...lateSaboteurs,
  ...staleSaboteurs,
  ...leaseSaboteurs,
  ...serverSaboteurs,
  ...unansweredOnceSaboteurs,
];
