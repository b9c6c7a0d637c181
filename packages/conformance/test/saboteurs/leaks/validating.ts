import { KeykistError, type OperationOptions, type Revision, type Secret } from "@keykist/core";
import {
  type Answers,
  altered,
  type Change,
  otherwise,
  type ReadMany,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const validatingSaboteurs: readonly Saboteur[] = [
  sabotage("leaks/invalid-write", "puts what it got into the issues", (Base) => {
    return class extends Base {
      override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.registerSecret(secret, options), ["INVALID_VALUE"], (error) => {
          const issues = error.issues?.map(({ key, problem }) => ({
            key,
            problem: `${problem}, got ${secret.content[key] ?? "nothing"}`,
          }));
          throw altered(error, { issues });
        });
      }
    };
  }),
  sabotage("leaks/invalid-modify", "says what a change answered that does not fit", (Base) => {
    return class extends Base {
      override modifySecret(
        name: string,
        change: Change,
        options?: OperationOptions,
      ): Promise<Revision> {
        const answers: unknown[] = [];
        const heard: Change = async (content) => {
          const answer = await change(content);
          answers.push(answer);
          return answer;
        };
        return otherwise(super.modifySecret(name, heard, options), ["INVALID_VALUE"], (error) => {
          throw altered(error, { message: `${error.message} in ${JSON.stringify(answers)}` });
        });
      }
    };
  }),
  sabotage("leaks/invalid-read", "shows the stored text that is no integer", (Base) => {
    return class extends Base {
      override readOne(...args: ReadOne): Promise<Secret> {
        return otherwise(super.readOne(...args), ["INVALID_VALUE"], (error) => {
          const entries = this.stored(args[0])?.current.entries;
          const wrong = error.issues?.filter(({ problem }) => problem.includes("integer")) ?? [];
          throw altered(error, {
            hint: wrong.map(({ key }) => `${key} is ${entries?.get(key) ?? ""}`).join(),
          });
        });
      }
    };
  }),
  sabotage("leaks/invalid-json", "keeps the error of JSON.parse as the cause", (Base) => {
    return class extends Base {
      override readOne(...args: ReadOne): Promise<Secret> {
        return otherwise(super.readOne(...args), ["INVALID_VALUE"], (error) => {
          try {
            JSON.parse(this.stored(args[0])?.current.entries.get("json") ?? "{}");
          } catch (cause) {
            throw altered(error, { cause });
          }
          throw error;
        });
      }
    };
  }),
  sabotage("leaks/invalid-batch", "shows in a batch what could not be decoded", (Base) => {
    return class extends Base {
      override async readMany(...args: ReadMany): Promise<Answers> {
        const answers = await super.readMany(...args);
        for (const [name, answer] of answers) {
          const text = JSON.stringify([...(this.stored(name)?.current.entries ?? [])]);
          if (KeykistError.is(answer, "INVALID_VALUE"))
            answers.set(name, altered(answer, { message: `cannot decode ${text}` }));
        }
        return answers;
      }
    };
  }),
  sabotage(
    "leaks/unknown-key-write",
    "names the keys that the schema does not have when it registers",
    (Base) => {
      return class extends Base {
        override registerSecret(secret: Secret, options?: OperationOptions): Promise<Revision> {
          return otherwise(super.registerSecret(secret, options), ["INVALID_KEY"], (error) => {
            throw altered(error, { message: `${error.message} (has ${secret.keys.join(", ")})` });
          });
        }
      };
    },
  ),
  sabotage(
    "leaks/unknown-key-read",
    "names the keys that the schema does not have when it reads",
    (Base) => {
      return class extends Base {
        override readOne(...args: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(...args), ["INVALID_KEY"], (error) => {
            const keys = [...(this.stored(args[0])?.current.entries.keys() ?? [])];
            throw altered(error, { message: `${error.message} (has ${keys.join(", ")})` });
          });
        }
      };
    },
  ),
];
