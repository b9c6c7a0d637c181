import type { Capabilities } from "@keykist/core";
import type { Group, Requirement } from "./conformance-case.ts";
import type { Deviation } from "./harness.ts";

/** How one case ended, in a report. */
export interface CaseReport {
  readonly id: string;
  /** The run that it was in: `plain`, `namespace` for the second through a namespace scope, or a layer's name. */
  readonly run: string;
  readonly group: Group;
  readonly title: string;
  /**
   * `deviates`: failed, as the harness says it does. `stale`: passed, although the harness says that it
   * fails. `not run`: something that it needs is not there.
   */
  readonly status: "passed" | "failed" | "deviates" | "stale" | "not run";
  /** For `failed` and `deviates`: what was found. Holds no value but the suite's own. */
  readonly message?: string | undefined;
  /** For `failed`: whether the contract is broken, or the case could not be carried out. */
  readonly cause?: "assertion" | "error" | undefined;
  /** For `deviates` and `stale`: the harness's reason. */
  readonly reason?: string | undefined;
  /** For `not run`: what is missing. */
  readonly unmet?: readonly Requirement[] | undefined;
}

/** A package, as its `package.json` says. */
export interface JudgedPackage {
  readonly name: string;
  readonly version: string;
}

/** What a run of the suite found; plain JSON. */
export interface ConformanceReport {
  readonly kit: { readonly name: "@keykist/conformance"; readonly version: string };
  readonly flavor: string;
  /** The package that was judged, where whoever ran the suite has said so; `kist conformance` does. */
  readonly package?: JudgedPackage | undefined;
  /** When the run ended, in UTC: `2026-11-29T12:00:00.000Z`. */
  readonly finishedAt: string;
  /** What the managers talked to. */
  readonly backend: string;
  readonly capabilities: Capabilities;
  /** Pass it to the next run to repeat this one. */
  readonly seed: number;
  readonly rounds: number;
  /** What the ids of all cases begin with that were asked for; left out where every case was. */
  readonly only?: readonly string[] | undefined;
  /** Over all runs. */
  readonly counts: Readonly<Record<CaseReport["status"], number>>;
  readonly deviations: readonly Deviation[];
  readonly cases: readonly CaseReport[];
  /** Whether nothing failed and no deviation is stale. */
  readonly conformant: boolean;
}
