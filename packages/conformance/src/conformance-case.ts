import type {
  Capabilities,
  SecretsManager,
  SecretsManagerConfig,
  SecretsManagerOptions,
} from "@keykist/core";
import type { BackendFault, ConformanceBackend, ConformanceHarness } from "./harness.ts";
import type { Random } from "./scheduling/random.ts";
import type { ServerFault } from "./server-faults.ts";

/** The parts of the suite. */
export const GROUPS = [
  "contract",
  "errors",
  "names and values",
  "schemas",
  "scopes",
  "paging",
  "batch",
  "history",
  "crash",
  "faults",
  "refusals",
  "native",
  "concurrency",
  "leaks",
  "limits",
  "capabilities",
  "budgets",
] as const;

/** One of {@link GROUPS}. */
export type Group = (typeof GROUPS)[number];

/** What a case asks of a manager's capabilities. */
export type CapabilityRequirement =
  | "write"
  | "exclusiveCreate"
  | "guardedUpdate"
  | "guardedDelete"
  | "server guardedUpdate"
  | "server guardedDelete"
  | "atomicUpdate"
  | "adopt"
  | "history"
  | "full history"
  | "recoverable"
  | "strong reads"
  | "strong lists"
  | "no write"
  | "no guardedUpdate"
  | "no guardedDelete"
  | "no adopt"
  | "no history"
  | "no recoverable"
  | "readsById"
  | "no readsById"
  | "native reads"
  | "no native reads";

/**
 * What a case asks of a harness: a facility, or that it can make a fault. `set up` is met by a manager that writes, or
 * else by a backend that can `plant`.
 */
export type HarnessRequirement =
  | "set up"
  | "fill"
  | "observable"
  | "isolated"
  | "peek"
  | "plant"
  | "plant unowned"
  | "plantById"
  | "faults"
  | BackendFault
  | "pageSize"
  | "budgets"
  | "calls"
  | "refusal"
  | "refuse"
  | "nativeRead"
  | "native restore"
  | "native remove"
  | "native put"
  | "connections"
  | `server ${ServerFault}`;

/** What a case needs in order to be run. */
export type Requirement = CapabilityRequirement | HarnessRequirement;

/** What was seen in one run of a case that its seed decided. Many of them say what many seeds have tried. */
export interface Observation {
  /** What happened, as text: two runs that went the same way have the same. */
  readonly history: string;
  /** Whether several clients worked at once. */
  readonly atOnce: boolean;
  /** Whether two writes of one secret were under way at once. */
  readonly overlappingWrites: boolean;
  /** Operations that were refused because somebody else had been there. */
  readonly conflicts: number;
  /** Tries after the first. */
  readonly retries: number;
  /** Writes that ended without saying whether they took effect. */
  readonly ambiguous: number;
  /** Operations that the backend refused for good. */
  readonly refused: number;
}

/** What a case works with. Everything it makes is closed when it ends. */
export interface CaseContext {
  readonly harness: ConformanceHarness;
  readonly backend: ConformanceBackend;
  readonly capabilities: Capabilities;
  /** Decides everything random in the case; the same seed gives the same run. */
  readonly random: Random;
  readonly seed: number;
  /** How much of a property is tried: 1 is the usual amount. */
  readonly rounds: number;
  /** A manager over the case's backend. */
  manager(
    config?: Partial<SecretsManagerConfig>,
    options?: SecretsManagerOptions,
  ): Promise<SecretsManager>;
  /** A secret's name that is the case's alone. The same hint gives the same name. */
  name(hint: string): string;
  /** Waits until what was written is visible everywhere. */
  settle(): Promise<void>;
  /** How to run this case with this seed again, for people. */
  readonly again: string;
  /** Tells what was seen, for whoever counts it. */
  observe(observation: Observation): void;
}

/** One sentence of the contract, and how it is checked. */
export interface ConformanceCase {
  /** Never changes once published: `contract/register-get`. */
  readonly id: string;
  readonly group: Group;
  /** The sentence, as a promise to users. */
  readonly title: string;
  readonly requires: readonly Requirement[];
  /** Resolves where the promise is kept, rejects with an `AssertionError` where it is not. */
  readonly run: (context: CaseContext) => Promise<void>;
}

/** Gives the cases of one group their ids and group. */
export function group(
  name: Group,
  cases: Readonly<
    Record<
      string,
      {
        readonly title: string;
        readonly requires?: readonly Requirement[];
        readonly run: ConformanceCase["run"];
      }
    >
  >,
): readonly ConformanceCase[] {
  const prefix = name.replaceAll(" ", "-");
  return Object.entries(cases).map(([id, { title, requires = [], run }]) => ({
    id: `${prefix}/${id}`,
    group: name,
    title,
    requires,
    run,
  }));
}
