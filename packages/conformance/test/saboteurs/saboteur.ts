import { MemorySecretsManager } from "@keykist/core/memory";
import type { ConformanceHarness } from "../../src/index.ts";
import { memoryHarness } from "../memory-harness.ts";

/**
 * A correct manager with one thing changed. It must fail its own case by that case's assertion, and pass
 * every other but those it says it also fails.
 */
export interface Saboteur {
  /** The id of the case that must catch it. */
  readonly breaks: string;
  /** What is changed, as a developer would have got it wrong: `"answers undefined when denied"`. */
  readonly changes: string;
  /** Other cases that cannot but fail too: case id → why. Short. */
  readonly alsoFails?: Readonly<Record<string, string>> | undefined;
  /** A harness that makes managers of the changed class. */
  readonly harness: ConformanceHarness;
}

/** The class of a memory manager, to be extended by a saboteur. */
export type MemoryClass = typeof MemorySecretsManager;

/** A saboteur that is a subclass of the memory manager, or of a manager with fewer capabilities. */
export function saboteur(
  breaks: string,
  changes: string,
  sabotage: (Base: MemoryClass) => MemoryClass,
  options: { readonly alsoFails?: Saboteur["alsoFails"]; readonly base?: MemoryClass } = {},
): Saboteur {
  const Sabotaged = sabotage(options.base ?? MemorySecretsManager);
  return {
    breaks,
    changes,
    alsoFails: options.alsoFails,
    harness: memoryHarness(
      (config, managerOptions) => new Sabotaged(config, managerOptions),
      "saboteur",
    ),
  };
}
