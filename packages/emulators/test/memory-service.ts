import { type MemorySecret, MemoryStore } from "@keykist/core/memory";
import {
  EmulatedServer,
  EmulatedState,
  LaggingViews,
  type ReceivedCall,
  Simulation,
  type VersionedMap,
} from "../src/index.ts";

/** The steps that a memory manager makes, which are the calls of its service. */
const STEPS = [
  "create",
  "read",
  "replace",
  "remove",
  "find",
  "page",
  "history",
  "readRevision",
  "adopt",
  "undelete",
] as const;

type StepName = (typeof STEPS)[number];

/** The step of this name. Another is not emulated. */
export function stepNamed(name: string): StepName {
  const step = STEPS.find((each) => each === name);
  if (step === undefined) throw new Error(`a memory manager makes no step ${JSON.stringify(name)}`);
  return step;
}

/** The steps that change nothing, and may be shown what was. */
const LOOKS: ReadonlySet<string> = new Set<StepName>(["read", "find", "page"]);

/** Whether a call changes what the service keeps. */
export function isChange({ name }: { readonly name: string }): boolean {
  return !LOOKS.has(name);
}

/** A request is the work of a step; it keeps its answer itself. */
export type MemoryCalls = Readonly<
  Record<StepName, { readonly request: () => void; readonly answer: undefined }>
>;

/** A memory store whose secrets can be looked at as they were. */
class RememberingStore extends MemoryStore {
  override readonly secrets: VersionedMap<string, MemorySecret>;

  constructor(state: EmulatedState) {
    super();
    this.secrets = state.map();
  }
}

/** A memory store behind an emulated server. */
export class MemoryService {
  readonly simulation: Simulation;
  readonly views: LaggingViews;
  readonly store: MemoryStore;
  readonly server: EmulatedServer<MemoryCalls>;

  constructor({ seed, maximumLag }: { readonly seed: number; readonly maximumLag: number }) {
    this.simulation = new Simulation({ seed });
    this.views = new LaggingViews(this.simulation, { maximumLag });
    const state = new EmulatedState(this.simulation);
    this.store = new RememberingStore(state);
    const handle = (call: ReceivedCall, request: () => void): undefined => {
      if (isChange(call)) request();
      else state.asOf(this.views.momentFor(call.client), request);
    };
    this.server = new EmulatedServer<MemoryCalls>(this.simulation, {
      latency: 3,
      handlers: {
        create: handle,
        read: handle,
        replace: handle,
        remove: handle,
        find: handle,
        page: handle,
        history: handle,
        readRevision: handle,
        adopt: handle,
        undelete: handle,
      },
    });
  }
}
