import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { AwsEmulator } from "../../src/aws/index.ts";
import { ending } from "./raw-checks/raw-check.ts";

const create = new CreateSecretCommand({ Name: "db", SecretString: "value" });
const put = new PutSecretValueCommand({ SecretId: "db", SecretString: "new" });
const update = new UpdateSecretCommand({ SecretId: "db", Description: "new" });

describe("requests beyond a rate", () => {
  it("are throttled as the SDK knows it, and have no effect", async () => {
    const emulator = new AwsEmulator({ throttle: { Write: 1 } });
    const client = emulator.client("client");
    await client.send(create);
    await client.send(put);
    await expect(client.send(put)).rejects.toMatchObject({
      name: "ThrottlingException",
      $retryable: { throttling: true },
      $metadata: { httpStatusCode: 400 },
    });
    expect(emulator.secret("db")?.versions.size).toBe(2);
    expect(emulator.calls.of("PutSecretValue")).toBe(2);
  });

  it("are taken again when time has passed", async () => {
    const emulator = new AwsEmulator({ throttle: { Write: 1 } });
    const client = emulator.client("client");
    await client.send(create);
    await client.send(put);
    await emulator.simulation.wait(1000);
    expect(await ending(client.send(put))).toBe("ok");
  });

  it("share the rate of their group, and not that of another", async () => {
    const emulator = new AwsEmulator({ throttle: { Write: 1 } });
    const client = emulator.client("client");
    await client.send(create);
    await client.send(put);
    expect(await ending(client.send(update))).toBe("ThrottlingException");
    expect(await ending(client.send(new GetSecretValueCommand({ SecretId: "db" })))).toBe("ok");
  });

  it("are the fifty-first write of a moment, by the documented rates", async () => {
    const emulator = new AwsEmulator({ throttle: "documented" });
    const client = emulator.client("client");
    await client.send(create);
    const endings = await Promise.all(
      Array.from({ length: 80 }, () => ending(client.send(update))),
    );
    const throttled = endings.filter((each) => each === "ThrottlingException").length;
    // Some are refilled while the others are handled: at fifty in a second, a few in a hundred milliseconds.
    expect(throttled).toBeGreaterThanOrEqual(20);
    expect(throttled).toBeLessThanOrEqual(30);
  });

  it("are as many as there are, where no rate is asked for", async () => {
    const client = new AwsEmulator().client("client");
    await client.send(create);
    const endings = await Promise.all(
      Array.from({ length: 200 }, () => ending(client.send(update))),
    );
    expect(new Set(endings)).toEqual(new Set(["ok"]));
  });
});
