import type {
  AdoptOutcome,
  Call,
  Capabilities,
  CreateOutcome,
  HistoryEntry,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  SecretsManagerConfig,
  StepOptions,
  StoredRecord,
  UndeleteOutcome,
} from "@keykist/core";
import { MemorySecretsManager, type MemorySecretsManagerOptions } from "@keykist/core/memory";
import type { EmulatedClient } from "../src/index.ts";
import { type MemoryCalls, type MemoryService, stepNamed } from "./memory-service.ts";

/** What an emulated memory manager takes beside what a memory manager takes. */
export interface EmulatedMemoryOptions extends MemorySecretsManagerOptions {
  readonly service: MemoryService;
  /** The name of its connection to the service. */
  readonly client: string;
}

/**
 * The memory manager, whose every step is a call to a server in a simulation: the step travels there, is
 * done at one moment, and its answer travels back.
 */
export class EmulatedMemoryManager extends MemorySecretsManager {
  readonly #client: EmulatedClient<MemoryCalls>;

  constructor(config: Partial<SecretsManagerConfig>, options: EmulatedMemoryOptions) {
    super(config, { ...options, store: options.service.store });
    this.#client = options.service.server.client(options.client);
  }

  protected override doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return super.doCreate(path, record, this.#served(call));
  }

  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return super.doRead(path, this.#served(call));
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return super.doReplace(path, record, expected, this.#served(call));
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return super.doRemove(path, expected, this.#served(call));
  }

  protected override doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    return super.doList(prefix, this.#served(call));
  }

  protected override doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    return super.doHistory(path, this.#served(call));
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return super.doReadRevision(path, revision, this.#served(call));
  }

  protected override doAdopt(
    path: SecretPath,
    type: string,
    expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    return super.doAdopt(path, type, expected, this.#served(call));
  }

  protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    return super.doUndelete(path, this.#served(call));
  }

  /** The same operation, whose steps are made at the server. */
  #served(call: Call): Call {
    const { operation, signal, wanted, clock } = call;
    return {
      operation,
      signal,
      wanted,
      clock,
      protect: (entries) => {
        call.protect(entries);
      },
      item: (path) => this.#served(call.item(path)),
      backOff: (attempt, bounds) => call.backOff(attempt, bounds),
      step: (name, run, options) => this.#step(call, name, run, options),
    };
  }

  #step<T>(
    call: Call,
    name: string,
    run: () => T | PromiseLike<T>,
    options: StepOptions | undefined,
  ): Promise<T> {
    const send = async (): Promise<T> => {
      const answers: T[] = [];
      const work = (): void => {
        const answer = run();
        // What a memory manager does in a step, it does at one moment.
        if (isPromise(answer)) throw new Error("a step that takes time is not emulated");
        answers.push(answer);
      };
      await this.#client.call(stepNamed(name), work, { signal: call.signal });
      // Of what is delivered twice, the first answer counts.
      for (const answer of answers) return answer;
      throw new Error("a call was answered that was never handled");
    };
    return call.step(name, send, options);
  }
}

/** The same, claiming no more than what a service that lags behind itself can keep. */
export class LaggingMemoryManager extends EmulatedMemoryManager {
  static override readonly FLAVOR: string = "lagging";
  static override readonly capabilities: Capabilities = {
    ...MemorySecretsManager.capabilities,
    readAfterWrite: "eventual",
    listAfterWrite: "eventual",
  };
}

function isPromise<T>(answer: T | PromiseLike<T>): answer is PromiseLike<T> {
  return answer instanceof Promise;
}
