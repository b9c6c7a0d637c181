import { closingSaboteurs } from "./contract/closing.ts";
import { deletingSaboteurs } from "./contract/deleting.ts";
import { listingSaboteurs } from "./contract/listing.ts";
import { modifyingSaboteurs } from "./contract/modifying.ts";
import { owningSaboteurs } from "./contract/owning.ts";
import { readingSaboteurs } from "./contract/reading.ts";
import { refusalOrderSaboteurs } from "./contract/refusal-order.ts";
import { registeringSaboteurs } from "./contract/registering.ts";
import { returningSaboteurs } from "./contract/returning.ts";
import { secondLifeSaboteurs } from "./contract/second-life.ts";
import { sharingSaboteurs } from "./contract/sharing.ts";
import { updatingSaboteurs } from "./contract/updating.ts";
import { guardingSaboteurs } from "./contract/guarding.ts";
import { livesSaboteurs } from "./contract/lives.ts";
import { closingAmidWritesSaboteurs } from "./contract/closing-amid-writes.ts";
import type { Saboteur } from "./saboteur.ts";

export const contractSaboteurs: readonly Saboteur[] = [
  ...registeringSaboteurs,
  ...readingSaboteurs,
  ...listingSaboteurs,
  ...updatingSaboteurs,
  ...modifyingSaboteurs,
  ...deletingSaboteurs,
  ...returningSaboteurs,
  ...owningSaboteurs,
  ...sharingSaboteurs,
  ...closingSaboteurs,
  ...refusalOrderSaboteurs,
  ...secondLifeSaboteurs,
  ...guardingSaboteurs,
  ...livesSaboteurs,
  ...closingAmidWritesSaboteurs,
];
