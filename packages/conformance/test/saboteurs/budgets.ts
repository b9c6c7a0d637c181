import type {
  Call,
  CreateOutcome,
  RecordSummary,
  RemoveManyAnswer,
  SecretPath,
  SecretRecord,
  StepOptions,
  StoredRecord,
} from "@keykist/core";
import type { FoundHead } from "../remote/remote-server.ts";
import { type Answers, type ReadMany, sabotage } from "./open-manager.ts";
import { sabotageRemote } from "./remote-saboteur.ts";
import type { Saboteur } from "./saboteur.ts";

const looks: StepOptions = { mutates: false };

export const budgetsSaboteurs: readonly Saboteur[] = [
  sabotageRemote("budgets/declared", "looks twice before it writes", (Base) => {
    return class extends Base {
      protected override async look(path: SecretPath, call: Call): Promise<FoundHead | undefined> {
        if (call.operation === "updateSecret") await super.look(path, call);
        return super.look(path, call);
      }
    };
  }),
  sabotageRemote("budgets/wire", "makes two calls in a step", (Base) => {
    return class extends Base {
      protected override look(path: SecretPath, call: Call): Promise<FoundHead | undefined> {
        const get = async (): Promise<FoundHead | undefined> => {
          await this.server.getHead(path.full);
          return this.server.getHead(path.full);
        };
        return this.ask(call, "get head", get, looks);
      }
    };
  }),
  sabotage("budgets/keys", "compares each key with all the others, in a step each", (Base) => {
    return class extends Base {
      protected override async doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        const pairs = (record.entries.size * (record.entries.size - 1)) / 2;
        for (let pair = 1; record.entries.size > 2 && pair <= pairs; pair += 1) {
          await call.step("compare", () => undefined, looks);
        }
        return super.doCreate(path, record, call);
      }
    };
  }),
  sabotage("budgets/reads", "notes when a secret was described last", (Base) => {
    return class extends Base {
      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const stored = await super.doRead(path, call);
        if (call.operation === "describeSecret") {
          await call.step("note", () => undefined, { mutates: true });
        }
        return stored;
      }
    };
  }),
  sabotage("budgets/names", "reads each secret to list its name", (Base) => {
    return class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for await (const summary of super.doList(prefix, call)) {
          if (call.operation === "getAllSecretKeys") {
            await call.step("read", () => this.stored(summary.path), looks);
          }
          yield summary;
        }
      }
    };
  }),
  sabotage("budgets/batch", "reads a name as often as it was asked for", (Base) => {
    return class extends Base {
      override async readMany(...[names, schema, options]: ReadMany): Promise<Answers> {
        const again = names.filter((name, index) => names.indexOf(name) < index);
        if (again.length > 0) await super.readMany(again, schema, options);
        return super.readMany(names, schema, options);
      }
    };
  }),
  sabotage("budgets/delete-all", "looks whether the list is empty after each deletion", (Base) => {
    return class extends Base {
      protected override async *doRemoveAll(
        paths: readonly SecretPath[],
        call: Call,
      ): AsyncIterable<RemoveManyAnswer> {
        for await (const answer of super.doRemoveAll(paths, call)) {
          yield answer;
          if (paths.length > 1) await call.step("look", () => this.store.secrets.size, looks);
        }
      }
    };
  }),
  sabotage("budgets/connects-once", "connects anew for each read until one has ended", (Base) => {
    return class extends Base {
      #isReady = false;

      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        if (!this.#isReady) await call.step("connect", () => undefined, looks);
        const stored = await super.doRead(path, call);
        this.#isReady = true;
        return stored;
      }
    };
  }),
];
