import type { SchemaRegistry } from "../schemas/schema-registry.ts";
import type { Environment } from "../stack/config-environment.ts";
import type { Clock } from "./clock.ts";
import type { StepInterceptor } from "./flavor-contract.ts";

/** What every manager takes beside its config. */
export interface SecretsManagerOptions {
  /** Identifies the manager; scope `component` needs it. Default: a random UUID. */
  readonly id?: string | undefined;
  /** What people call the manager. Default: its flavor. */
  readonly name?: string | undefined;
  /** The variables that give credentials which the configuration leaves out. Default: `process.env`. */
  readonly environment?: Environment | undefined;
  /** The schemas it validates with. Default: the process-wide registry. */
  readonly registry?: SchemaRegistry | undefined;
  /** For tests: another time. */
  readonly clock?: Clock | undefined;
  /** For tests: answers numbers in [0, 1), the jitter of waits. */
  readonly random?: (() => number) | undefined;
  /** For tests: stands around every step. */
  readonly interceptStep?: StepInterceptor | undefined;
}
