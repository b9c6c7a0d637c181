import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { arbitrarySchema, KeykistError, type SecretsManagerOptions } from "@keykist/core";
import type { AwsEmulator } from "@keykist/emulators/aws";
import { beforeEach, describe, expect, it } from "vitest";
import type { AwsClient, AwsSecretsManager } from "../../src/index.ts";
import { serviceError } from "../aws-harness.ts";
import { emulatorServer } from "../emulator-server.ts";

// A deletion that AWS refuses for good: nobody may see anything of it, with keykist or without.

let emulator: AwsEmulator;
let client: AwsClient;
let manager: AwsSecretsManager;
let other: AwsSecretsManager;
let make: (options: SecretsManagerOptions) => AwsSecretsManager;

const content = { password: "tulip", user: "app" };
const secret = arbitrarySchema.create("db", content);

beforeEach(async () => {
  const server = await emulatorServer({ order: "suite" });
  ({ emulator, client } = server);
  manager = server.manager({}, {});
  other = server.manager({}, {});
  make = (options) => server.manager({}, options);
  await manager.registerSecret(secret);
});

function refuse(...actions: readonly string[]): void {
  const all = actions.map((action) => `secretsmanager:${action}`);
  emulator.deny(all, { except: ["beside"] });
}

/** What aws-cli, ECS and Lambda read; `undefined` for nothing. */
async function native(name = "db"): Promise<unknown> {
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return SecretString.trim().startsWith("{") ? JSON.parse(SecretString) : SecretString;
  } catch {
    return undefined;
  }
}

async function failure(work: Promise<unknown>): Promise<KeykistError> {
  const [end] = await Promise.allSettled([work]);
  if (end.status === "rejected" && KeykistError.is(end.reason)) return end.reason;
  throw new Error("it did not fail as it should");
}

/** What the console does with "restore the previous version". */
async function moveBack(): Promise<void> {
  const versions = [...(emulator.secret("db")?.versions.values() ?? [])];
  const idOf = (stage: string): string | undefined =>
    versions.find(({ stages }) => stages.includes(stage))?.id;
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: "db",
      VersionStage: "AWSCURRENT",
      MoveToVersionId: idOf("AWSPREVIOUS"),
      RemoveFromVersionId: idOf("AWSCURRENT"),
    }),
  );
}

/** Asserts that everybody reads what they read before. */
async function isUntouched(expected: object = content): Promise<void> {
  expect(await native()).toEqual(expected);
  expect((await other.getSecret("db")).content).toEqual(expected);
  expect(await other.getAllSecretKeys()).toEqual(["db"]);
}

describe("DeleteSecret that is refused for good", () => {
  it.each([false, true])(
    "leaves the secret in force for everybody; guarded: %s",
    async (guarded) => {
      refuse("DeleteSecret");
      const ifRevision = guarded ? (await manager.getSecret("db")).revision : undefined;
      const error = await failure(manager.deleteSecret("db", { ifRevision }));
      expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
      expect(error.hint).toContain("secretsmanager:DeleteSecret");
      await isUntouched();
      refuse();
      await other.deleteSecret("db");
      expect(await native()).toBeUndefined();
      await other.undeleteSecret("db");
      await isUntouched();
    },
  );

  it("in words that nobody knows yet is taken back, and stays UNKNOWN", async () => {
    const novel = make({
      interceptStep: async (step, run) => {
        if (step.name === "DeleteSecret") throw serviceError("BrandNewException", 400);
        return run();
      },
    });
    const error = await failure(novel.deleteSecret("db"));
    expect(error).toMatchObject({ code: "UNKNOWN", retry: "never", outcome: "not_applied" });
    await isUntouched();
  });

  it("is taken back also by whoever may not look any more", async () => {
    const revoked = make({
      interceptStep: async (step, run) => {
        if (step.name === "DeleteSecret") refuse("DeleteSecret", "DescribeSecret");
        return run();
      },
    });
    expect(await failure(revoked.deleteSecret("db"))).toMatchObject({ outcome: "not_applied" });
    refuse();
    await isUntouched();
  });

  it("keeps what something else has written in the same moment", async () => {
    let writes = 0;
    const disturbed = make({
      interceptStep: async (step, run) => {
        if (step.name === "PutSecretValue" && (writes += 1) === 1) {
          const SecretString = '{"by":"hand"}';
          await client.send(new PutSecretValueCommand({ SecretId: "db", SecretString }));
        }
        return run();
      },
    });
    refuse("DeleteSecret");
    expect(await failure(disturbed.deleteSecret("db"))).toMatchObject({ outcome: "not_applied" });
    await isUntouched({ by: "hand" });
  });

  it("keeps the history, and uses up no stage however often it is tried", async () => {
    await manager.updateSecret(arbitrarySchema.create("db", { password: "dahlia" }));
    refuse("DeleteSecret");
    for (let time = 0; time < 30; time += 1) await failure(manager.deleteSecret("db"));
    await isUntouched({ password: "dahlia" });
    expect(await other.getSecretHistory("db")).toHaveLength(2);
    const stages = [...(emulator.secret("db")?.versions.values() ?? [])].flatMap(
      (each) => each.stages,
    );
    expect(stages.toSorted()).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
    await manager.modifySecret("db", (before) => ({ ...before, user: "app" }));
    await isUntouched({ password: "dahlia", user: "app" });
  });

  it("that cannot be taken back is unknown, says what is read now, and is ended by the next call", async () => {
    refuse("DeleteSecret", "UpdateSecretVersionStage");
    const error = await failure(manager.deleteSecret("db"));
    expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "unknown" });
    expect(error.hint).toContain("secretsmanager:DeleteSecret");
    expect(error.hint).toContain("other programs still read its value");
    expect(await native()).toEqual(content);
    expect((await failure(other.getSecret("db"))).code).toBe("SECRET_NOT_FOUND");
    refuse();
    expect(await failure(other.deleteSecret("db"))).toMatchObject({
      code: "SECRET_NOT_FOUND",
      outcome: "applied",
    });
    expect(await native()).toBeUndefined();
    await other.undeleteSecret("db");
    await isUntouched();
  });

  it("that cannot be taken back can be undeleted at once", async () => {
    refuse("DeleteSecret", "UpdateSecretVersionStage");
    await failure(manager.deleteSecret("db"));
    refuse("DeleteSecret");
    expect(await other.undeleteSecret("db")).toMatch(/^keykist-/u);
    await isUntouched();
  });

  it("behind a deletion that was cut short says how things are, and makes nothing worse", async () => {
    refuse("DeleteSecret", "UpdateSecretVersionStage");
    await failure(manager.deleteSecret("db"));
    refuse("DeleteSecret");
    const error = await failure(other.deleteSecret("db"));
    expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
    expect(await native()).toEqual(content);
    expect((await failure(other.getSecret("db"))).code).toBe("SECRET_NOT_FOUND");
  });

  it("of many secrets is tried on one, and nothing is written to the others", async () => {
    for (const name of ["a", "b", "c"])
      await manager.registerSecret(arbitrarySchema.create(name, content));
    refuse("DeleteSecret");
    emulator.calls.reset();
    const { deleted, failed } = await manager.deleteAllSecrets();
    expect(deleted).toBe(0);
    expect([...failed.keys()].toSorted()).toEqual(["a", "b", "c", "db"]);
    for (const error of failed.values())
      expect(error).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
    expect(emulator.calls.of("PutSecretValue")).toBe(1);
    for (const name of ["a", "b", "c", "db"]) expect(await native(name)).toEqual(content);
  });

  it("of many secrets says of each how it is where the first cannot be taken back, and where it was so before", async () => {
    for (const name of ["a", "b"])
      await manager.registerSecret(arbitrarySchema.create(name, content));
    for (const [actions, outcomes] of [
      [
        ["DeleteSecret", "UpdateSecretVersionStage"],
        ["not_applied", "not_applied", "unknown"],
      ],
      [["DeleteSecret"], ["not_applied", "not_applied", "not_applied"]],
    ] as const) {
      refuse(...actions);
      const errors = [...(await manager.deleteAllSecrets()).failed.values()];
      expect(errors.map(({ outcome }) => String(outcome)).toSorted()).toEqual(outcomes);
      const half = errors.filter(({ hint }) => hint?.includes("treats it as deleted"));
      expect(half).toHaveLength(1);
    }
  });

  it("that was cut short is ended with all others", async () => {
    await manager.registerSecret(arbitrarySchema.create("web", content));
    refuse("DeleteSecret", "UpdateSecretVersionStage");
    await failure(manager.deleteSecret("db"));
    expect(await native()).toEqual(content);
    expect(await other.getAllSecretKeys()).toEqual(["web"]);
    refuse();
    const { deleted, failed } = await other.deleteAllSecrets();
    expect([deleted, failed.size]).toEqual([1, 0]);
    expect(await native()).toBeUndefined();
    expect(await native("web")).toBeUndefined();
    await other.undeleteSecret("db");
    await isUntouched();
  });

  it("of a secret with replicas, or one that a service manages, is refused before anything is written", async () => {
    for (const [arrangement, word] of [
      [{ replicaRegions: ["eu-west-2", "eu-west-3"] }, "eu-west-2 eu-west-3"],
      [{ replicaRegions: [], owningService: "rds" }, "rds"],
      [{ owningService: undefined, primaryRegion: "eu-central-1" }, "eu-central-1"],
    ] as const) {
      emulator.arrange("db", arrangement);
      emulator.calls.reset();
      const error = await failure(manager.deleteSecret("db"));
      expect(error).toMatchObject({ code: "UNSUPPORTED", outcome: "not_applied" });
      expect(error.hint).toContain(word);
      expect(emulator.calls.toJSON()).toEqual({ DescribeSecret: 1 });
      await isUntouched();
    }
  });
});

describe("a value that keykist would write differently", () => {
  it.each([["plain text"], ['{"port":5432, "a":"\\u0062"}'], ["[1,2]"]])(
    "%s is what others read, byte for byte, during and after a refused deletion, and when it is brought back",
    async (SecretString) => {
      await client.send(new PutSecretValueCommand({ SecretId: "db", SecretString }));
      const text = async (): Promise<string | undefined> =>
        (await client.send(new GetSecretValueCommand({ SecretId: "db" }))).SecretString?.trimEnd();
      refuse("DeleteSecret");
      await failure(manager.deleteSecret("db"));
      expect(await text()).toBe(SecretString);
      refuse();
      await manager.deleteSecret("db");
      await client.send(new RestoreSecretCommand({ SecretId: "db" }));
      expect(await text()).toBe(SecretString);
      await manager.undeleteSecret("db");
      expect(await text()).toBe(SecretString);
    },
  );
});

describe("a deleted secret that something else restores", () => {
  beforeEach(async () => {
    await manager.deleteSecret("db");
    await client.send(new RestoreSecretCommand({ SecretId: "db" }));
  });

  it("is read by others as it was, and keykist says what to do", async () => {
    expect(await native()).toEqual(content);
    const works: readonly (() => Promise<unknown>)[] = [
      () => other.getSecret("db"),
      () => other.describeSecret("db"),
      () => other.getSecretHistory("db"),
      () => other.adoptSecret("db", arbitrarySchema.TYPE),
      () => other.updateSecret(secret),
      () => other.modifySecret("db", (before) => before),
    ];
    for (const work of works) {
      const error = await failure(work());
      expect(error.code).toBe("SECRET_NOT_FOUND");
      expect(error.message).toContain("another program restored it");
      expect(error.hint).toMatch(/undeleteSecret.*deleteSecret/u);
    }
  });

  it("can be undeleted", async () => {
    expect(await other.undeleteSecret("db")).toMatch(/^keykist-/u);
    await isUntouched();
  });

  it("can be deleted to its end, again and again", async () => {
    for (let time = 0; time < 25; time += 1) {
      expect((await failure(other.deleteSecret("db"))).outcome).toBe("applied");
      expect(await native()).toBeUndefined();
      await client.send(new RestoreSecretCommand({ SecretId: "db" }));
    }
    await other.undeleteSecret("db");
    await isUntouched();
  });

  it("can be registered anew", async () => {
    const fern = arbitrarySchema.create("db", { password: "fern" });
    expect(await other.registerSecret(fern)).toMatch(/^keykist-/u);
    await isUntouched({ password: "fern" });
  });
});

describe("a secret that was undeleted", () => {
  it("is not deleted again by whoever moves AWSCURRENT back", async () => {
    await manager.deleteSecret("db");
    await manager.undeleteSecret("db");
    await moveBack();
    expect(await native()).toEqual(content);
    await isUntouched();
  });

  it("is back also where the last call, which takes the stage off, is refused", async () => {
    await manager.deleteSecret("db");
    let moves = 0;
    const refused = make({
      interceptStep: async (step, run) => {
        if (step.name === "UpdateSecretVersionStage" && (moves += 1) === 2)
          throw serviceError("AccessDeniedException", 400);
        return run();
      },
    });
    expect(await refused.undeleteSecret("db")).toMatch(/^keykist-/u);
    expect(moves).toBe(2);
    await isUntouched();
    // Then keykist reads "deleted", and says the way out.
    await moveBack();
    expect((await failure(other.getSecret("db"))).hint).toMatch(/undeleteSecret.*deleteSecret/u);
    await other.undeleteSecret("db");
    await isUntouched();
  });
});

describe("an undeletion, or a registration over a deleted name, that is refused for good", () => {
  it.each(["GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"])(
    "at %s leaves the secret deleted for everybody",
    async (action) => {
      await manager.deleteSecret("db");
      refuse(action);
      const undeletion = await failure(other.undeleteSecret("db"));
      expect(undeletion).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
      expect(undeletion.hint).toContain(action);
      expect(await native()).toBeUndefined();
      if (action !== "GetSecretValue") {
        const registration = await failure(other.registerSecret(secret));
        expect(registration).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
        expect(await native()).toBeUndefined();
      }
      refuse();
      await other.undeleteSecret("db");
      await isUntouched();
    },
  );
});

it("a secret of somebody else's is not touched by a deletion", async () => {
  await client.send(new CreateSecretCommand({ Name: "theirs", SecretString: "plain" }));
  expect((await failure(manager.deleteSecret("theirs"))).code).toBe("NOT_OWNED");
  expect(await native("theirs")).toBe("plain");
});
