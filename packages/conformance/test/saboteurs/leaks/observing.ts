import diagnostics from "node:diagnostics_channel";
import type { Call, CreateOutcome, SecretPath, SecretRecord, StepOptions } from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const channel = diagnostics.channel("keykist.operation");

export const observingSaboteurs: readonly Saboteur[] = [
  sabotage("leaks/steps", "names a step by the request that it sends", (Base) => {
    return class extends Base {
      protected override doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        const body = JSON.stringify([...record.entries]);
        const step = <T>(
          name: string,
          run: () => T | PromiseLike<T>,
          options?: StepOptions,
        ): Promise<T> => call.step(`${name} ${body}`, run, options);
        const { operation, signal, wanted, clock } = call;
        const named: Call = {
          operation,
          signal,
          wanted,
          clock,
          step,
          protect: (entries) => {
            call.protect(entries);
          },
          item: (item) => call.item(item),
          backOff: (attempt, bounds) => call.backOff(attempt, bounds),
        };
        return super.doCreate(path, record, named);
      }
    };
  }),
  sabotage("leaks/process", "publishes on its diagnostics channel what it registers", (Base) => {
    return class extends Base {
      protected override doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        if (channel.hasSubscribers)
          channel.publish({ path: path.full, entries: Object.fromEntries(record.entries) });
        return super.doCreate(path, record, call);
      }
    };
  }),
];
