import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { KeykistError } from "@keykist/core";
import { AwsEmulator } from "@keykist/emulators/aws";
import { describe, expect, it } from "vitest";
import { type AwsClient, AwsSecretsManager } from "../../src/index.ts";
import { ROLE_OPERATIONS, type RoleOperation } from "./operations.ts";
import { readmeRoles, type Role } from "./readme-roles.ts";

// The README's table of permissions, role by role: what a role allows works, and everything else is refused without
// harm, for keykist and for everybody who reads the secrets without it.

/** What each role is for. */
const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  "read with a schema": [
    "getSecret with the schema of its type",
    "getSecrets with the schema of their type",
  ],
  read: ["getSecret", "describeSecret", "getSecrets"],
  "read many": ["getSecrets"],
  list: ["getAllSecretKeys"],
  history: ["getSecretHistory"],
  register: ["registerSecret"],
  "register over a deleted name": ["registerSecret over a deleted one"],
  update: ["updateSecret", "updateSecret, guarded", "modifySecret", "rollbackSecret"],
  delete: ["deleteSecret", "deleteSecret, guarded"],
  "delete all": ["deleteAllSecrets"],
  undelete: ["undeleteSecret"],
  adopt: ["adoptSecret"],
};

const roles = readmeRoles();

/** A server with a secret of keykist's as the operation wants it, and one of somebody else's. */
async function given({ prepare }: RoleOperation): Promise<{
  readonly emulator: AwsEmulator;
  readonly client: AwsClient;
}> {
  const emulator = new AwsEmulator();
  const client = emulator.client("everything");
  await prepare(new AwsSecretsManager({}, { client }));
  await client.send(new CreateSecretCommand({ Name: "theirs", SecretString: '{"a":"b"}' }));
  return { emulator, client };
}

function isAllowed({ needs }: RoleOperation, { actions }: Role): boolean {
  return needs.every((action) => actions.includes(`secretsmanager:${action}`));
}

/** All that others see of a secret: its value, who owns it, and whether it is deleted. */
async function shown(client: AwsClient, name: string): Promise<unknown> {
  const parts = await Promise.allSettled([
    client.send(new GetSecretValueCommand({ SecretId: name })),
    client.send(new DescribeSecretCommand({ SecretId: name })),
    new AwsSecretsManager({}, { client }).getSecret(name),
  ]);
  const [value, description, secret] = parts;
  return {
    value: value.status === "fulfilled" ? value.value.SecretString?.trimEnd() : undefined,
    tags: description.status === "fulfilled" ? description.value.Tags : undefined,
    isDeleted: description.status === "fulfilled" && description.value.DeletedDate !== undefined,
    content: secret.status === "fulfilled" ? { ...secret.value.content } : codeOf(secret.reason),
  };
}

function codeOf(error: unknown): string {
  return KeykistError.is(error) ? error.code : String(error);
}

it("the README has a row for each purpose", () => {
  expect(roles.map(({ name }) => name)).toEqual(Object.keys(PURPOSES));
});

describe.each(roles.map((role) => [role.name, role] as const))("the role %s", (name, role) => {
  it("allows what it is for", () => {
    const allowed = ROLE_OPERATIONS.filter((operation) => isAllowed(operation, role));
    expect(allowed.map((operation) => operation.name)).toEqual(
      expect.arrayContaining([...(PURPOSES[name] ?? [])]),
    );
  });

  it.each(ROLE_OPERATIONS.map((operation) => [operation.name, operation] as const))(
    "%s works, or is refused without harm",
    async (_operation, operation) => {
      const { emulator, client } = await given(operation);
      const before = [await shown(client, "db"), await shown(client, "theirs")];
      emulator.setPolicy("role", role.actions);
      await using manager = new AwsSecretsManager({}, { client: emulator.client("role") });
      const [end] = await Promise.allSettled([operation.run(manager)]);
      if (isAllowed(operation, role)) {
        expect(end.status === "rejected" ? end.reason : undefined).toBeUndefined();
        return;
      }
      const error: unknown = end.status === "rejected" ? end.reason : undefined;
      if (!KeykistError.is(error)) throw new Error("it worked, and its needs say otherwise");
      expect(error.code).toBe("PERMISSION_DENIED");
      expect(error.outcome ?? "not_applied").toBe("not_applied");
      const missing = operation.needs.filter(
        (action) => !role.actions.includes(`secretsmanager:${action}`),
      );
      expect(missing.some((action) => error.hint?.includes(`secretsmanager:${action}`))).toBe(true);
      expect([await shown(client, "db"), await shown(client, "theirs")]).toEqual(before);
    },
  );
});
