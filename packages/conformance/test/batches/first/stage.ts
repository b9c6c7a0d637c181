import type { ConformanceBackend, ConformanceHarness } from "@keykist/conformance";
import {
  arbitrarySchema,
  KeykistError,
  type SecretsManager,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StepInterceptor,
} from "@keykist/core";
import { type Breach, NotShown } from "./broken-flavor.ts";

/** One fresh backend, and what a breach does with it. */
export interface Stage {
  readonly backend: ConformanceBackend;
  readonly harness: ConformanceHarness;
  /** Another manager over the backend. */
  readonly manager: (
    config?: Partial<SecretsManagerConfig>,
    options?: SecretsManagerOptions,
  ) => Promise<SecretsManager>;
}

/** A breach over a fresh backend, which is ended behind it. */
export function onStage(program: (stage: Stage) => Promise<string>): Breach {
  return async (harness) => {
    const backend = await harness.open();
    try {
      return await program({
        backend,
        harness,
        manager: async (config = {}, options = {}) => backend.manager(config, options),
      });
    } finally {
      await backend.close();
    }
  };
}

/** @throws NotShown unless the breach has been seen */
export function show(seen: boolean, sentence: string): string {
  if (!seen) throw new NotShown(`the contract was kept: not "${sentence}"`);
  return sentence;
}

/** What a secret holds, as an object that compares by its text. */
export async function contentOf(manager: SecretsManager, name: string): Promise<string> {
  const { content } = await manager.getSecret(name, arbitrarySchema);
  return JSON.stringify(content);
}

/** The code of the error that an operation ends with; `done` where it ends well. */
export async function codeOf(operation: Promise<unknown>): Promise<string> {
  const error = await errorOf(operation);
  return error === undefined ? "done" : error.code;
}

/** The error that an operation ends with; `undefined` where it ends well. */
export async function errorOf(operation: Promise<unknown>): Promise<KeykistError | undefined> {
  try {
    await operation;
    return undefined;
  } catch (error) {
    if (KeykistError.is(error)) return error;
    throw error;
  }
}

/** Registers an `arbitrary` secret. */
export function register(
  manager: SecretsManager,
  name: string,
  content: Readonly<Record<string, string>>,
): Promise<string> {
  return manager.registerSecret(arbitrarySchema.create(name, content));
}

/** Updates an `arbitrary` secret. */
export function update(
  manager: SecretsManager,
  name: string,
  content: Readonly<Record<string, string>>,
  ifRevision?: string,
): Promise<string> {
  return manager.updateSecret(arbitrarySchema.create(name, content), { ifRevision });
}

/** What breaches do to one step. */
export interface StepTricks {
  /** Done once, before the first step whose name is so. */
  readonly before?: readonly [step: RegExp, action: () => Promise<unknown>] | undefined;
  /** Done once, after the first step whose name is so, before its answer comes back. */
  readonly after?: readonly [step: RegExp, action: () => Promise<unknown>] | undefined;
}

/** Stands around steps, and does something at one of them. */
export function tricks({ before, after }: StepTricks): StepInterceptor {
  let isDoneBefore = false;
  let isDoneAfter = false;
  return async (step, run) => {
    if (before !== undefined && !isDoneBefore && before[0].test(step.name)) {
      isDoneBefore = true;
      await before[1]();
    }
    const answer = await run();
    if (after !== undefined && !isDoneAfter && after[0].test(step.name)) {
      isDoneAfter = true;
      await after[1]();
    }
    return answer;
  };
}

/** The error of a backend that cannot be reached, as its client throws it. */
export function unavailable(harness: ConformanceHarness): Error {
  const error = harness.faults?.unavailable?.();
  if (!(error instanceof Error)) throw new TypeError("the harness has no such fault");
  return error;
}
