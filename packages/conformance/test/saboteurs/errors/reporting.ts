import {
  type GuardedWriteOptions,
  isSecretKey,
  type KeykistError,
  type KeykistErrorDetails,
  type OperationOptions,
  type Revision,
  type Secret,
  type SecretDescription,
} from "@keykist/core";
import {
  altered,
  type Change,
  type OpenClass,
  otherwise,
  type ReadOne,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const reportingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "errors/names-operation",
    "names the operation that a modification is made of",
    (Base) => {
      return class extends Base {
        override modifySecret(...args: [string, Change, OperationOptions?]): Promise<Revision> {
          return otherwise(super.modifySecret(...args), ["SECRET_NOT_FOUND"], (error) => {
            throw altered(error, { operation: "getSecret" });
          });
        }
      };
    },
  ),
  sabotage("errors/names-flavor", "forgets the flavor in an error", (Base) =>
    describing(Base, () => ({ flavor: undefined })),
  ),
  sabotage("errors/names-secret", "names a secret by its path", (Base) =>
    describing(Base, ({ secret = "" }, scope) => ({ secret: `${scope}${secret}` })),
  ),
  sabotage("errors/hints", "leaves the caller without a hint", (Base) =>
    describing(Base, () => ({ hint: undefined })),
  ),
  sabotage("errors/outcomes", "says of a read that it was not applied", (Base) =>
    describing(Base, () => ({ outcome: "not_applied" })),
  ),
  sabotage(
    "errors/invalid-name",
    "tidies a name up where it should refuse it",
    (Base) => {
      return class extends Base {
        override describeSecret(
          name: string,
          options?: OperationOptions,
        ): Promise<SecretDescription> {
          return super.describeSecret(name.trimEnd(), options);
        }
      };
    },
    { alsoFails: { "names-and-values/name-illegal-read": "it tries such names too" } },
  ),
  sabotage(
    "errors/invalid-name-unquoted",
    "quotes what cannot be a name",
    (Base) => {
      return class extends Base {
        override readOne(...args: ReadOne): Promise<Secret> {
          return otherwise(super.readOne(...args), ["INVALID_NAME"], (error) => {
            throw altered(error, { message: `${error.message}: ${JSON.stringify(args[0])}` });
          });
        }
      };
    },
    { alsoFails: { "leaks/in-place-of-names": "the same, of every operation" } },
  ),
  sabotage(
    "errors/modify-invalid-key",
    "leaves out what cannot be a key",
    (Base) => {
      return class extends Base {
        override modifySecret(
          name: string,
          change: Change,
          options?: OperationOptions,
        ): Promise<Revision> {
          const tidy: Change = async (content) => {
            const answer = await change(content);
            // What is no answer at all is left to the base.
            if (Object(answer) !== answer) return answer;
            return Object.fromEntries(Object.entries(answer).filter(([key]) => isSecretKey(key)));
          };
          return super.modifySecret(name, tidy, options);
        }
      };
    },
    { alsoFails: { "names-and-values/keys-illegal": "it tries such keys too" } },
  ),
  sabotage("errors/modify-without-answer", "takes no answer for no change", (Base) => {
    return class extends Base {
      override modifySecret(
        name: string,
        change: Change,
        options?: OperationOptions,
      ): Promise<Revision> {
        return super.modifySecret(
          name,
          async (content) => (await change(content)) ?? content,
          options,
        );
      }
    };
  }),
];

/** A manager whose errors of `describeSecret` say something else. */
function describing(
  Base: OpenClass,
  details: (error: KeykistError, scope: string) => KeykistErrorDetails,
): OpenClass {
  return class extends Base {
    override describeSecret(name: string, options?: OperationOptions): Promise<SecretDescription> {
      const { namespace } = this.config;
      const scope = namespace === undefined ? "" : `keykist/namespace/${namespace}/`;
      return otherwise(super.describeSecret(name, options), ["SECRET_NOT_FOUND"], (error) => {
        throw altered(error, details(error, scope));
      });
    }
  };
}

/** A manager that says another outcome of updates that failed with one code. */
export function reporting(
  Base: OpenClass,
  {
    code,
    outcome,
    as,
  }: {
    readonly code: "ABORTED" | "TIMEOUT" | "UNAVAILABLE";
    readonly outcome: KeykistError["outcome"];
    readonly as: KeykistError["outcome"];
  },
): OpenClass {
  return class extends Base {
    override updateSecret(
      secret: Secret<object>,
      options: GuardedWriteOptions = {},
    ): Promise<Revision> {
      const work = super.updateSecret(secret, options);
      if (options.signal?.aborted === true) return work;
      return otherwise(work, [code], (error) => {
        throw error.outcome === outcome ? altered(error, { outcome: as }) : error;
      });
    }
  };
}
