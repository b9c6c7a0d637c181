import {
  arbitrarySchema,
  type Call,
  KeykistError,
  type Secret,
  type SecretPath,
  type StoredRecord,
} from "@keykist/core";
import { type Answers, type ReadMany, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { asText, showing } from "./showing.ts";

export const selectingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "schemas/keys-typed",
    "checks the whole secret before it picks the keys that are asked for",
    (Base) => {
      return class extends Base {
        override async readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          if (schema !== undefined && options.keys !== undefined)
            await super.readOne(name, schema, { ...options, keys: undefined });
          return super.readOne(name, schema, options);
        }
      };
    },
  ),
  sabotage("schemas/revision-typed", "forgets the schema where a revision is asked for", (Base) => {
    return class extends Base {
      override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
        return super.readOne(name, options.revision === undefined ? schema : undefined, options);
      }
    };
  }),
  sabotage(
    "schemas/batch-typed",
    "gives numbers as the text that is stored, in batches",
    (Base) => {
      return class extends Base {
        override async readMany(...args: ReadMany): Promise<Answers> {
          const answers = await super.readMany(...args);
          return new Map(
            [...answers].map(([name, answer]) => [
              name,
              args[1] === undefined || KeykistError.is(answer) ? answer : showing(answer, asText),
            ]),
          );
        }
      };
    },
  ),
  sabotage(
    "schemas/batch-mismatch",
    "gives the raw strings in a batch where the schema is of another type",
    (Base) => {
      return class extends Base {
        override async readMany(...[names, schema, options]: ReadMany): Promise<Answers> {
          const answers = await super.readMany(names, schema, options);
          const raw = await super.readMany([...answers.keys()], arbitrarySchema, options);
          return new Map(
            [...answers].map(([name, answer]) => [
              name,
              KeykistError.is(answer, "SCHEMA_MISMATCH") ? (raw.get(name) ?? answer) : answer,
            ]),
          );
        }
      };
    },
  ),
  sabotage(
    "schemas/unowned-typed",
    "takes a secret without a type for one of another type",
    (Base) => {
      return class extends Base {
        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          const typed = call.wanted.type !== undefined && stored?.owned === false;
          return typed ? { ...stored, type: "unknown" } : stored;
        }
      };
    },
  ),
];
