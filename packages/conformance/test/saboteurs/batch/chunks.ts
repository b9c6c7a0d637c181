import { type Call, KeykistError, type SecretPath, type StoredRecord } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { type Answers, type ReadMany, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const chunksSaboteurs: readonly Saboteur[] = [
  sabotage("batch/very-many", "loses what a batch names behind the first 1000", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        for (const name of args[0].slice(1000)) {
          answers.set(name, new KeykistError("SECRET_NOT_FOUND", "cannot read: not found"));
        }
        return answers;
      }
    };
  }),
  sabotage("batch/fails-later", "takes what a large batch may not read for absent", (Base) => {
    return class extends Base {
      #isLarge = false;

      override async readMany(...args: ReadMany): Promise<Answers> {
        this.#isLarge = args[0].length > 100;
        return super.readMany(...args);
      }

      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        try {
          return await super.doRead(path, call);
        } catch (error) {
          const isDenied = error instanceof MemoryBackendError && error.fault === "denied";
          if (!isDenied || !this.#isLarge || call.operation !== "getSecrets") throw error;
          return undefined;
        }
      }
    };
  }),
];
