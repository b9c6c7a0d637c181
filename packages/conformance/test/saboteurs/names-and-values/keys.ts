import type { Revision, OperationOptions, Secret } from "@keykist/core";
import { creating, keys, lastOf, reading } from "../changed-hooks.ts";
import { type Change, looking, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const inherited: object = {};

export const keysSaboteurs: readonly Saboteur[] = [
  sabotage(
    "names-and-values/keys-inherited",
    "asks with `in` whether an object has a key already",
    creating((record) => keys(record, (key) => !(key in inherited))),
    {
      alsoFails: {
        "names-and-values/values-exact": "draws such keys too",
        "names-and-values/batch-exact": "draws such keys too, and registers them",
      },
    },
  ),
  sabotage(
    "names-and-values/keys-not-inherited",
    "answers the content as a plain object",
    (Base) => {
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const secret = await super.readOne(...args);
          return looking(secret, { content: Object.freeze({ ...secret.content }) });
        }
      };
    },
    { alsoFails: { "contract/answers-frozen": "asks for a content without a prototype too" } },
  ),
  sabotage(
    "names-and-values/keys-case",
    "keeps entries in a table whose keys fold case",
    creating(lastOf((key) => key.toLowerCase())),
  ),
  sabotage(
    "names-and-values/keys-alike",
    "writes two underscores as one",
    creating(lastOf((key) => key.replaceAll("__", "_"))),
  ),
  sabotage(
    "names-and-values/keys-delicate",
    "keeps the schema's type among the entries, and takes it out when it reads",
    reading((stored) => keys(stored, (key) => key !== "schema")),
  ),
  sabotage(
    "names-and-values/keys-longest",
    "keeps keys in a column of 127 characters",
    creating(lastOf((key) => key.slice(0, 127))),
  ),
  sabotage("names-and-values/keys-illegal", "makes ASCII of keys by itself", (Base) => {
    return class extends Base {
      override modifySecret(
        name: string,
        change: Change,
        options?: OperationOptions,
      ): Promise<Revision> {
        return super.modifySecret(
          name,
          answering(change, (key, value) => [plain(key), value]),
          options,
        );
      }
    };
  }),
  sabotage(
    "names-and-values/value-lone-surrogate",
    "replaces lone surrogates, as UTF-8 encoders do",
    (Base) => {
      return class extends Base {
        override modifySecret(
          name: string,
          change: Change,
          options?: OperationOptions,
        ): Promise<Revision> {
          return super.modifySecret(
            name,
            answering(change, (key, value) => [key, wellFormed(value)]),
            options,
          );
        }
      };
    },
  ),
];

function plain(key: string): string {
  return key.normalize("NFD").replaceAll(/\p{M}/gu, "");
}

// What a change answers is a string by its type; a case may well answer something else.
function wellFormed(value: string): string {
  return typeof value === "string" ? value.toWellFormed() : value;
}

/** The same change, with other entries in its answer. */
function answering(
  change: Change,
  alter: (key: string, value: string) => readonly [string, string],
): Change {
  return async (content) => {
    const answer = await change(content);
    if (Object(answer) !== answer) return answer;
    return Object.fromEntries(Object.entries(answer).map(([key, value]) => alter(key, value)));
  };
}
