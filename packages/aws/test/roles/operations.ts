import {
  arbitrarySchema,
  KeykistError,
  type SecretSchema,
  SecretSchemaRegistry,
} from "@keykist/core";
import type { AwsSecretsManager } from "../../src/index.ts";

const content = { username: "app", password: "tulip" };
const others = { username: "app", password: "dahlia" };

/** An operation, on what is there, and the actions that it cannot do without. */
export interface RoleOperation {
  readonly name: string;
  readonly needs: readonly string[];
  /** Done with a manager that may do all, beforehand. */
  readonly prepare: (manager: AwsSecretsManager) => Promise<unknown>;
  readonly run: (manager: AwsSecretsManager) => Promise<unknown>;
}

async function basicAuth(): Promise<SecretSchema> {
  return new SecretSchemaRegistry().get("basic_auth");
}

const register = async (manager: AwsSecretsManager): Promise<unknown> =>
  manager.registerSecret((await basicAuth()).create("db", content));

const update = async (manager: AwsSecretsManager): Promise<unknown> =>
  manager.updateSecret((await basicAuth()).create("db", others));

const registerDeleted = async (manager: AwsSecretsManager): Promise<void> => {
  await register(manager);
  await manager.deleteSecret("db");
};

/** Of a revision that the caller has: who may write need not be allowed to read. */
let revision = "";

const registerKnown = async (manager: AwsSecretsManager): Promise<void> => {
  revision = await manager.registerSecret((await basicAuth()).create("db", content));
};

const READ = ["GetSecretValue", "DescribeSecret"];

export const ROLE_OPERATIONS: readonly RoleOperation[] = [
  {
    name: "getSecret with the schema of its type",
    needs: ["GetSecretValue"],
    prepare: register,
    run: async (manager) => manager.getSecret("db", await basicAuth()),
  },
  {
    name: "getSecret",
    needs: READ,
    prepare: register,
    run: (manager) => manager.getSecret("db"),
  },
  {
    name: "describeSecret",
    needs: READ,
    prepare: register,
    run: (manager) => manager.describeSecret("db"),
  },
  {
    name: "getSecrets with the schema of their type",
    needs: ["GetSecretValue"],
    prepare: register,
    run: async (manager) => answered(await manager.getSecrets(["db"], await basicAuth())),
  },
  {
    name: "getSecrets",
    needs: READ,
    prepare: register,
    run: async (manager) => answered(await manager.getSecrets(["db"])),
  },
  {
    name: "getAllSecretKeys",
    needs: ["ListSecrets"],
    prepare: register,
    run: (manager) => manager.getAllSecretKeys(),
  },
  {
    name: "getSecretHistory",
    needs: ["DescribeSecret", "ListSecretVersionIds"],
    prepare: register,
    run: (manager) => manager.getSecretHistory("db"),
  },
  {
    name: "rollbackSecret",
    needs: [...READ, "PutSecretValue", "UpdateSecretVersionStage"],
    prepare: async (manager) => {
      await registerKnown(manager);
      await update(manager);
    },
    run: (manager) => manager.rollbackSecret("db", revision),
  },
  {
    name: "registerSecret",
    needs: ["CreateSecret", "TagResource"],
    prepare: async () => undefined,
    run: register,
  },
  {
    name: "registerSecret over a deleted one",
    needs: [
      "CreateSecret",
      "TagResource",
      "DescribeSecret",
      "RestoreSecret",
      "GetResourcePolicy",
      "PutSecretValue",
      "UpdateSecretVersionStage",
    ],
    prepare: registerDeleted,
    run: register,
  },
  {
    name: "updateSecret",
    needs: ["DescribeSecret", "PutSecretValue"],
    prepare: register,
    run: update,
  },
  {
    name: "updateSecret, guarded",
    needs: ["DescribeSecret", "PutSecretValue", "UpdateSecretVersionStage"],
    prepare: registerKnown,
    run: async (manager) =>
      manager.updateSecret((await basicAuth()).create("db", others), { ifRevision: revision }),
  },
  {
    name: "modifySecret",
    needs: [...READ, "PutSecretValue", "UpdateSecretVersionStage"],
    prepare: register,
    run: (manager) => manager.modifySecret("db", () => others),
  },
  {
    name: "deleteSecret",
    needs: [...READ, "PutSecretValue", "DeleteSecret"],
    prepare: register,
    run: (manager) => manager.deleteSecret("db"),
  },
  {
    name: "deleteSecret, guarded",
    needs: [...READ, "PutSecretValue", "UpdateSecretVersionStage", "DeleteSecret"],
    prepare: registerKnown,
    run: (manager) => manager.deleteSecret("db", { ifRevision: revision }),
  },
  {
    name: "deleteAllSecrets",
    needs: ["ListSecrets", ...READ, "PutSecretValue", "DeleteSecret"],
    prepare: register,
    run: async (manager) => {
      const { failed } = await manager.deleteAllSecrets();
      for (const error of failed.values()) throw error;
    },
  },
  {
    name: "undeleteSecret",
    needs: [...READ, "RestoreSecret", "PutSecretValue", "UpdateSecretVersionStage"],
    prepare: registerDeleted,
    run: (manager) => manager.undeleteSecret("db"),
  },
  {
    name: "adoptSecret",
    needs: [...READ, "TagResource"],
    prepare: async () => undefined,
    run: (manager) => manager.adoptSecret("theirs", arbitrarySchema.TYPE),
  },
];

/** Throws the error of the one secret that was asked for. */
function answered(answers: ReadonlyMap<string, unknown>): void {
  for (const answer of answers.values()) if (KeykistError.is(answer)) throw answer;
}
