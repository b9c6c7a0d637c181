export { CallCounters } from "./call-counters.ts";
export {
  type CallOptions,
  type CallTypes,
  EmulatedServer,
  type EmulatedServerOptions,
  type Handlers,
  type ReceivedCall,
} from "./emulated-server.ts";
export type { EmulatedClient } from "./emulated-client.ts";
export { EmulatedState } from "./emulated-state.ts";
export { type Fault, type FaultPlan, randomFaults, type SentCall } from "./fault-plan.ts";
export { LaggingViews, type LaggingViewsOptions } from "./lagging-views.ts";
export { Simulation, type SimulationOptions } from "./simulation.ts";
export { VersionedMap } from "./versioned-map.ts";
