import { arbitrarySchema, type Secret } from "@keykist/core";
import { creating } from "../changed-hooks.ts";
import { otherwise, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** The longest label of some backends. */
const LABEL = 32;

export const typesSaboteurs: readonly Saboteur[] = [
  sabotage("schemas/revision-mismatch", "reads a revision as the type that is expected", (Base) => {
    return class extends Base {
      override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
        if (schema === undefined || options.revision === undefined)
          return super.readOne(name, schema, options);
        return otherwise(super.readOne(name, schema, options), ["SCHEMA_MISMATCH"], () =>
          super.readOne(name, arbitrarySchema, options),
        );
      }
    };
  }),
  sabotage(
    "schemas/type-exact",
    "keeps the first 32 characters of a type",
    creating((record) => ({ ...record, type: record.type.slice(0, LABEL) })),
  ),
];
