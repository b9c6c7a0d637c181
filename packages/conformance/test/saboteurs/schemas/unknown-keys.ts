import type { Secret } from "@keykist/core";
import { type Answers, otherwise, type ReadMany, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const unknownKeysSaboteurs: readonly Saboteur[] = [
  sabotage(
    "schemas/unknown-keys",
    "leaves out keys that the schema does not know",
    (Base) => {
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(name, schema, options), ["INVALID_KEY"], () =>
            super.readOne(name, schema, { ...options, unknownKeys: "ignore" }),
          );
        }
      };
    },
    { alsoFails: { "leaks/unknown-key-read": "it looks into the refusal of such a read" } },
  ),
  sabotage("schemas/unknown-keys-ignored", "does not pass unknownKeys on in a batch", (Base) => {
    return class extends Base {
      override readMany(...[names, schema, { signal }]: ReadMany): Promise<Answers> {
        return super.readMany(names, schema, { signal });
      }
    };
  }),
  sabotage("schemas/unknown-keys-kept", "makes what it left keys out of a whole secret", (Base) => {
    return class extends Base {
      override async readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
        const secret = await super.readOne(name, schema, options);
        return options.unknownKeys === "ignore" && schema !== undefined
          ? schema.create(name, secret.content)
          : secret;
      }
    };
  }),
];
