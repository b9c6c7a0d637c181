import {
  arbitrarySchema,
  KeykistError,
  type OperationOptions,
  type Secret,
  type SecretDescription,
  SecretSchemaRegistry,
} from "@keykist/core";
import { creating, values } from "../changed-hooks.ts";
import { looking, otherwise, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { asText, showing } from "./showing.ts";

export const readingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "schemas/typed-read",
    "gives numbers as the text that is stored",
    (Base) => {
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const secret = await super.readOne(...args);
          const [, schema, { revision }] = args;
          return schema === undefined || revision !== undefined ? secret : showing(secret, asText);
        }
      };
    },
    {
      alsoFails: {
        "schemas/unowned-typed": "reads typed content too",
      },
    },
  ),
  sabotage(
    "schemas/stored-as-text",
    "writes typed JSON in a form of its own",
    creating((record) =>
      record.type === "service"
        ? values(record, (value) => value.replaceAll('","', '", "'))
        : record,
    ),
  ),
  sabotage(
    "schemas/optional-absent",
    "shows a key that is not set as undefined",
    (Base) => {
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const secret = await super.readOne(...args);
          const unset = (args[1]?.optionalKeys ?? []).filter((key) => !(key in secret.content));
          if (unset.length === 0 || args[2].keys !== undefined) return secret;
          return showing(secret, (content) => {
            const more = { ...content };
            for (const key of unset)
              Object.defineProperty(more, key, { value: undefined, enumerable: true });
            return more;
          });
        }
      };
    },
    { alsoFails: { "schemas/built-ins": "has optional keys that are not set too" } },
  ),
  sabotage("schemas/default-read", "shows only what is stored", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        const secret = await super.readOne(...args);
        const added = Object.keys(secret.content).some((key) => !secret.keys.includes(key));
        if (!added) return secret;
        return showing(secret, (content) =>
          Object.fromEntries(Object.entries(content).filter(([key]) => secret.keys.includes(key))),
        );
      }
    };
  }),
  sabotage("schemas/type-kept", "describes every secret as an arbitrary one", (Base) => {
    return class extends Base {
      override async describeSecret(
        name: string,
        options?: OperationOptions,
      ): Promise<SecretDescription> {
        const description = await super.describeSecret(name, options);
        return description.owned ? { ...description, type: "arbitrary" } : description;
      }
    };
  }),
  sabotage(
    "schemas/read-mismatch",
    "gives the raw strings where the schema is of another type",
    (Base) => {
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(name, schema, options), ["SCHEMA_MISMATCH"], () =>
            super.readOne(name, undefined, options),
          );
        }
      };
    },
  ),
  sabotage(
    "schemas/read-misfit-typed",
    "gives the raw strings where they do not fit the schema",
    (Base) => {
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          const instead = (error: KeykistError): Promise<Secret> => {
            if (schema === undefined || !error.message.includes("service")) throw error;
            return super.readOne(name, arbitrarySchema, options);
          };
          return otherwise(super.readOne(name, schema, options), ["INVALID_VALUE"], instead);
        }
      };
    },
  ),
  sabotage(
    "schemas/read-misfit-known",
    "checks what is read without a schema against built-in types only",
    (Base) => {
      const builtIn = new SecretSchemaRegistry();
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          const instead = (error: KeykistError): Promise<Secret> => {
            if (schema !== undefined || builtIn.has(this.stored(name)?.type ?? "")) throw error;
            return super.readOne(name, arbitrarySchema, options);
          };
          return otherwise(super.readOne(name, schema, options), ["INVALID_VALUE"], instead);
        }
      };
    },
  ),
  sabotage(
    "schemas/read-misfit-built-in",
    "checks against built-in types only where somebody has imported them",
    (Base) => {
      const builtIn = new SecretSchemaRegistry();
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          const instead = (error: KeykistError): Promise<Secret> => {
            if (schema !== undefined || !builtIn.has(this.stored(name)?.type ?? "")) throw error;
            return super.readOne(name, arbitrarySchema, options);
          };
          return otherwise(super.readOne(name, schema, options), ["INVALID_VALUE"], instead);
        }
      };
    },
  ),
  sabotage(
    "schemas/read-misfit-raw",
    "checks what is read with the arbitrary schema against the type all the same",
    (Base) => {
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          return super.readOne(name, schema?.TYPE === "arbitrary" ? undefined : schema, options);
        }
      };
    },
  ),
  sabotage("schemas/raw-type", "calls what is read with the arbitrary schema arbitrary", (Base) => {
    return class extends Base {
      override async readOne(...args: ReadOne): Promise<Secret> {
        const secret = await super.readOne(...args);
        return args[1]?.TYPE === "arbitrary" ? looking(secret, { type: "arbitrary" }) : secret;
      }
    };
  }),
  sabotage(
    "schemas/unknown-type-read",
    "refuses a type that its registry does not know",
    (Base) => {
      return class extends Base {
        override async readOne(...args: ReadOne): Promise<Secret> {
          const secret = await super.readOne(...args);
          const known = this.given[1].registry?.has(secret.type) ?? true;
          if (args[1] === undefined && !known)
            throw new KeykistError("SCHEMA_NOT_FOUND", "there is no such schema");
          return secret;
        }
      };
    },
  ),
];
