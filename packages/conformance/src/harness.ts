import type {
  Operation,
  SecretsManager,
  SecretsManagerConfig,
  SecretsManagerOptions,
} from "@keykist/core";
import type { Group } from "./conformance-case.ts";
import type { ServerFaults } from "./server-faults.ts";

/** An error that a backend can give by itself; a harness makes it as the backend's SDK throws it. */
export type BackendFault = "denied" | "unauthenticated" | "throttled" | "unavailable";

/** A secret as the backend itself shows it, not through a manager. */
export interface PeekedSecret {
  readonly entries: Readonly<Record<string, string>>;
  /** The schema type that is stored with it; `undefined` where it is not owned. */
  readonly type: string | undefined;
  readonly owned: boolean;
}

/** How a secret is put into the backend out of band. */
export interface PlantOptions {
  /** Whether keykist would call it its own. */
  readonly owned: boolean;
  /** The schema type of an owned secret. Default `arbitrary`. */
  readonly type?: string | undefined;
}

/** What programs without keykist do to the backend: its console, its command, another library. */
export interface NativeTools {
  /** Brings a deleted secret back by the backend's own means, as `aws secretsmanager restore-secret` does. */
  restore?(path: string): Promise<void>;
  /** Deletes a secret by the backend's own means, for good where the backend can. */
  remove?(path: string): Promise<void>;
  /**
   * Writes these entries under a full path, as a program that knows nothing of keykist does: as a new secret, or
   * over the content of the one in the backend.
   */
  put?(path: string, entries: Readonly<Record<string, string>>): Promise<void>;
}

/** One fresh backend, for one case. */
export interface ConformanceBackend {
  /**
   * A manager over this backend; as many as are asked for, each with the config and options given
   * (pass both on to the flavor's constructor).
   */
  manager(
    config: Partial<SecretsManagerConfig>,
    options: SecretsManagerOptions,
  ): SecretsManager | Promise<SecretsManager>;
  /** Reads a secret by its full path without keykist; `undefined` where there is none. */
  peek?(path: string): Promise<PeekedSecret | undefined>;
  /**
   * Writes a secret at a full path without keykist, over one that is stored there. A manager that only reads is judged
   * by what this stores.
   */
  plant?(
    path: string,
    entries: Readonly<Record<string, string>>,
    options: PlantOptions,
  ): Promise<void>;
  /**
   * Writes a secret without keykist under an id that no secret's name maps to, as `/app/db` or an ARN of another
   * account. Returns the id. Set it if `capabilities.readsById` is true.
   */
  plantById?(entries: Readonly<Record<string, string>>): Promise<string>;
  /**
   * Puts owned `arbitrary` secrets with one entry at full paths, where there is a quicker way than to
   * register one after the other.
   */
  fill?(paths: readonly string[]): Promise<void>;
  /** Returns when eventual views have caught up. */
  settle?(): Promise<void>;
  /** Releases what a manager holds of the operating system, as a crash would: without committing. */
  abandon?(manager: SecretsManager): Promise<void>;
  /**
   * Makes the server refuse these actions to every manager of this backend, until the next call; `[]` permits all.
   * Set it if the server can enforce permissions, and list the actions in
   * {@link ConformanceHarness.refusableActions}. `peek`, `plant`, `nativeRead` and `nativeTools` stay permitted.
   */
  refuse?(actions: readonly string[]): void | Promise<void>;
  /**
   * Reads a full path as a program without keykist does: the plain entries, or whatever else the backend returns;
   * `undefined` if it returns nothing. Set it if `capabilities.nativeReads` is not `none`. If it is `none`, set it only
   * if nobody can read without keykist, which the suite then checks.
   */
  nativeRead?(path: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Acts as other programs do in the backend. Set each member for which the backend has a tool. */
  readonly nativeTools?: NativeTools | undefined;
  /** Counts the connections of managers to the backend that are open now. */
  connections?(): number;
  /** Faults at the far end of the wire. */
  readonly serverFaults?: ServerFaults | undefined;
  /** Counts the calls that have reached the backend, whoever made them. */
  calls?(): number;
  /**
   * Ends the backend. Its managers are closed before. Only a manager with work that a case left hanging on purpose may
   * still be closing. It gets 50 ms.
   */
  close(): Promise<void>;
}

/** An operation whose steps are counted; `-guarded` is the one with `ifRevision`. */
export type BudgetedOperation = Operation | "updateSecret-guarded" | "deleteSecret-guarded";

/** A case that a flavor is known not to pass. */
export interface Deviation {
  /**
   * The id of the case, `names-and-values/names-case`: it then fails in every run that has it. Of one run only, with the
   * name of the run: `names-and-values/names-case@namespace`, or `@plain`. Where both are listed, the second counts.
   */
  readonly case: string;
  /** Why, for whoever reads the report. */
  readonly reason: string;
  /** Set where the case fails only sometimes; else it must fail, and one that passes fails the run. */
  readonly flaky?: boolean | undefined;
}

/** What stands before managers, and must not break what they promise: a cache, an observer. */
export interface ConformanceLayer {
  /** In reports and titles, and behind the `@` of `--case`: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Puts the layer before a manager. */
  readonly wrap: (manager: SecretsManager) => SecretsManager;
  /** The groups of the suite that hold through it; they are run again. */
  readonly groups: readonly Group[];
}

/** What a flavor gives the suite to be judged. */
export interface ConformanceHarness {
  /** The flavor's name. */
  readonly flavor: string;
  /** What the managers talk to, for the report: `"memory"`, `"moto 5.1 on loopback"`. */
  readonly backend: string;
  /** Opens a fresh, empty backend. */
  open(): Promise<ConformanceBackend>;
  /**
   * Whether managers pass `clock`, `random` and `interceptStep` on to `BaseSecretsManager`. Default
   * true; a manager that is written without the base says false.
   */
  readonly observable?: boolean | undefined;
  /**
   * Whether each backend is this case's alone. Default true. Where it is false, nothing destructive
   * beyond a case's own names runs.
   */
  readonly isolated?: boolean | undefined;
  /**
   * Whether `plant` can make a secret that is not owned. Default true; where nothing but keykist writes into a
   * backend, it says false.
   */
  readonly plantsUnowned?: boolean | undefined;
  /** Errors as the backend's SDK throws them. */
  readonly faults?: Readonly<Partial<Record<BackendFault, () => unknown>>> | undefined;
  /**
   * Makes the error, in the shape of the backend's SDK, with which the backend refuses a step for good: permission
   * denied. Return `undefined` for a step that the backend never refuses, as one that opens a file.
   *
   * @param step the name of the step, as the flavor gives it to `call.step`
   */
  refusal?(step: string): unknown;
  /**
   * The actions that `backend.refuse` knows, in the backend's own names: `secretsmanager:DeleteSecret`. The suite
   * refuses each of them during each operation.
   */
  readonly refusableActions?: readonly string[] | undefined;
  /** The most secrets that one page of the backend's listing holds. Default: 100. */
  readonly pageSize?: number | undefined;
  /**
   * The most steps that each operation makes of a manager that is connected, where nobody else writes
   * and there is one secret, of two keys. What is left out is not bounded.
   */
  readonly budgets?: Readonly<Partial<Record<BudgetedOperation, number>>> | undefined;
  readonly deviations?: readonly Deviation[] | undefined;
  /** What the managers are judged behind, too: each for the groups that it declares. */
  readonly layers?: readonly ConformanceLayer[] | undefined;
}
