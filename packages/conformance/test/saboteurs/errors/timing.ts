import {
  type Call,
  type Clock,
  KeykistError,
  type ListSecretsOptions,
  type OperationOptions,
  type ReplaceOutcome,
  type Revision,
  type Secret,
  type SecretPath,
  type SecretRecord,
  type SecretSummary,
  type StoredRecord,
} from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import {
  type OpenClass,
  type OpenSecretsManager,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { shiftedClock } from "../../../src/scheduling/shifted-clock.ts";
import { reporting } from "./reporting.ts";

export const timingSaboteurs: readonly Saboteur[] = [
  sabotage("errors/timeout-read", "does not bound the listing of names", (Base) => {
    return class extends mistiming(Base, () => undefined) {
      override getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
        return this.mistimed(() => super.getAllSecretKeys(options));
      }
    };
  }),
  sabotage("errors/timeout-not-applied", "says unknown of every write whose time is up", (Base) =>
    reporting(Base, { code: "TIMEOUT", outcome: "not_applied", as: "unknown" }),
  ),
  sabotage("errors/timeout-unknown", "says not_applied of every write whose time is up", (Base) =>
    reporting(Base, { code: "TIMEOUT", outcome: "unknown", as: "not_applied" }),
  ),
  sabotage("errors/fractional-clock", "keeps times in a column of whole numbers", (Base) => {
    return class extends Base {
      protected override async doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        if (!Number.isInteger(call.clock.now())) throw new MemoryBackendError("corrupt");
        return super.doReplace(path, record, expected, call);
      }
    };
  }),
  sabotage(
    "errors/timeout-exact",
    "lets a read run on for a moment when its time is up",
    (Base) => {
      return class extends mistiming(Base, (milliseconds) => milliseconds + 1) {
        override readOne(...args: ReadOne): Promise<Secret> {
          return this.mistimed(() => super.readOne(...args));
        }
      };
    },
  ),
  sabotage("errors/timeout-consumer", "bounds a listing as a whole", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        const [{ timeoutMs = 30_000 }, { clock }] = this.given;
        const end = (clock?.now() ?? 0) + timeoutMs;
        for await (const summary of super.listSecrets(options)) {
          if (clock !== undefined && clock.now() > end)
            throw new KeykistError("TIMEOUT", "the time is up");
          yield summary;
        }
      }
    };
  }),
  sabotage("errors/no-timers", "sets a timer for a description and leaves it", (Base) => {
    return class extends Base {
      protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
        if (call.operation === "describeSecret") call.clock.schedule(() => undefined, 1);
        return super.doRead(path, call);
      }
    };
  }),
];

/** A manager that can be wrong about time. */
declare class MistimedManager extends OpenSecretsManager {
  /** Does work whose timers are set wrong. */
  mistimed<T>(work: () => Promise<T>): Promise<T>;
}

/** A manager that sets its timers wrong in some of its work, or not at all. */
function mistiming(
  Base: OpenClass,
  wrong: (milliseconds: number) => number | undefined,
): typeof MistimedManager {
  return class extends Base {
    readonly #underWay: { count: number };

    constructor(...[config, options = {}]: ConstructorParameters<OpenClass>) {
      const underWay = { count: 0 };
      const clock = options.clock ?? shiftedClock();
      const schedule: Clock["schedule"] = (callback, right) => {
        const milliseconds = underWay.count > 0 ? wrong(right) : right;
        return milliseconds === undefined
          ? () => undefined
          : clock.schedule(callback, milliseconds);
      };
      super(config, { ...options, clock: { now: () => clock.now(), schedule } });
      this.#underWay = underWay;
    }

    async mistimed<T>(work: () => Promise<T>): Promise<T> {
      this.#underWay.count += 1;
      try {
        return await work();
      } finally {
        this.#underWay.count -= 1;
      }
    }
  };
}
