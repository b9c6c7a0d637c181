import type { Capabilities } from "@keykist/core";
import type { ConformanceCase, Requirement } from "./conformance-case.ts";
import type { ConformanceBackend, ConformanceHarness } from "./harness.ts";
import type { ServerFault } from "./server-faults.ts";

/** What decides which cases are run. */
export interface Facilities {
  readonly harness: ConformanceHarness;
  readonly backend: ConformanceBackend;
  readonly capabilities: Capabilities;
}

const met: Readonly<Record<Requirement, (facilities: Facilities) => boolean>> = {
  write: ({ capabilities }) => capabilities.write,
  exclusiveCreate: ({ capabilities }) => capabilities.exclusiveCreate !== "none",
  guardedUpdate: ({ capabilities }) => capabilities.guardedUpdate !== "none",
  guardedDelete: ({ capabilities }) => capabilities.guardedDelete !== "none",
  "server guardedUpdate": ({ capabilities }) => capabilities.guardedUpdate === "server",
  "server guardedDelete": ({ capabilities }) => capabilities.guardedDelete === "server",
  atomicUpdate: ({ capabilities }) => capabilities.atomicUpdate,
  adopt: ({ capabilities }) => capabilities.adopt,
  history: ({ capabilities }) => capabilities.history !== "none",
  "full history": ({ capabilities }) => capabilities.history === "full",
  recoverable: ({ capabilities }) => capabilities.deletion === "recoverable",
  readsById: ({ capabilities }) => capabilities.readsById,
  "no readsById": ({ capabilities }) => !capabilities.readsById,
  "native reads": ({ capabilities }) => capabilities.nativeReads !== "none",
  "strong reads": ({ capabilities }) => capabilities.readAfterWrite === "strong",
  "strong lists": ({ capabilities }) => capabilities.listAfterWrite === "strong",
  "no write": ({ capabilities }) => !capabilities.write,
  "no guardedUpdate": ({ capabilities }) => capabilities.guardedUpdate === "none",
  "no guardedDelete": ({ capabilities }) => capabilities.guardedDelete === "none",
  "no adopt": ({ capabilities }) => !capabilities.adopt,
  "no history": ({ capabilities }) => capabilities.history === "none",
  "no recoverable": ({ capabilities }) => capabilities.deletion === "immediate",
  "no native reads": ({ capabilities }) => capabilities.nativeReads === "none",
  "set up": ({ backend, capabilities }) => capabilities.write || backend.plant !== undefined,
  observable: ({ harness }) => harness.observable !== false,
  isolated: ({ harness }) => harness.isolated !== false,
  peek: ({ backend }) => backend.peek !== undefined,
  plant: ({ backend }) => backend.plant !== undefined,
  "plant unowned": ({ backend, harness }) =>
    backend.plant !== undefined && harness.plantsUnowned !== false,
  fill: ({ backend }) => backend.fill !== undefined,
  plantById: ({ backend }) => backend.plantById !== undefined,
  faults: ({ harness }) => harness.faults !== undefined,
  denied: ({ harness }) => harness.faults?.denied !== undefined,
  unauthenticated: ({ harness }) => harness.faults?.unauthenticated !== undefined,
  throttled: ({ harness }) => harness.faults?.throttled !== undefined,
  unavailable: ({ harness }) => harness.faults?.unavailable !== undefined,
  pageSize: ({ harness }) => harness.pageSize !== undefined,
  budgets: ({ harness }) => harness.budgets !== undefined,
  calls: ({ backend }) => backend.calls !== undefined,
  refusal: ({ harness }) => harness.refusal !== undefined,
  refuse: ({ backend, harness }) =>
    backend.refuse !== undefined && (harness.refusableActions ?? []).length > 0,
  nativeRead: ({ backend }) => backend.nativeRead !== undefined,
  "native restore": ({ backend }) => backend.nativeTools?.restore !== undefined,
  "native remove": ({ backend }) => backend.nativeTools?.remove !== undefined,
  "native put": ({ backend }) => backend.nativeTools?.put !== undefined,
  connections: ({ backend }) => backend.connections !== undefined,
  "server throttled": canDo("throttled"),
  "server cut": canDo("cut"),
  "server unanswered": canDo("unanswered"),
  "server late": canDo("late"),
  "server repeated": canDo("repeated"),
  "server half page": canDo("half page"),
  "server empty page": canDo("empty page"),
};

function canDo(fault: ServerFault): (facilities: Facilities) => boolean {
  return ({ backend }) => backend.serverFaults?.kinds.includes(fault) === true;
}

/** The requirements of a case that are not met; none where it can be run. */
export function unmet(
  conformanceCase: ConformanceCase,
  facilities: Facilities,
): readonly Requirement[] {
  return conformanceCase.requires.filter((requirement) => !met[requirement](facilities));
}
