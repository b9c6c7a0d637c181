import { arbitrarySchema, KeykistError } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { emulatorServer } from "../emulator-server.ts";

// AWS keeps every version for 24 hours, and about a hundred of them.

const DAY = 24 * 60 * 60 * 1000;

/** Words, since a number could stand in the message, and no message holds a value. */
function valued(number: number): { readonly password: string } {
  return { password: `tulip-${number}-tulip` };
}

describe("a secret that is written more often than AWS allows", () => {
  it("is LIMIT_EXCEEDED, says until when, and keeps its last value", async () => {
    const { emulator, manager } = await emulatorServer({ order: "simulation" });
    const { clock } = emulator.simulation;
    const writer = manager({}, {});
    const began = clock.now();
    await writer.registerSecret(arbitrarySchema.create("db", valued(0)));
    let last = 0;
    let error: unknown;
    while (error === undefined && last < 200) {
      const [end] = await Promise.allSettled([
        writer.updateSecret(arbitrarySchema.create("db", valued(last + 1))),
      ]);
      if (end.status === "rejected") error = end.reason;
      else last += 1;
    }
    expect(KeykistError.is(error, "LIMIT_EXCEEDED")).toBe(true);
    expect(error).toMatchObject({ outcome: "not_applied", retry: "never" });
    const { message, hint } = KeykistError.is(error) ? error : { message: "", hint: "" };
    expect(message).toContain("24 hours");
    const until = Date.parse(/wait until (\S+Z)/u.exec(hint ?? "")?.[1] ?? "");
    expect(until).toBeGreaterThanOrEqual(began + DAY);
    expect(until).toBeLessThanOrEqual(clock.now() + DAY);
    expect({ ...(await writer.getSecret("db")).content }).toEqual(valued(last));
    expect(last).toBeGreaterThanOrEqual(90);

    // And it is true: when the time has come, writing goes on.
    await emulator.simulation.wait(until - clock.now() + 1);
    await writer.updateSecret(arbitrarySchema.create("db", valued(1000)));
    expect({ ...(await writer.getSecret("db")).content }).toEqual(valued(1000));
  });

  it("is so, too, for who may not list versions, without the time", async () => {
    const { emulator, manager } = await emulatorServer({ order: "simulation" });
    emulator.deny(["secretsmanager:ListSecretVersionIds"]);
    const writer = manager({}, {});
    await writer.registerSecret(arbitrarySchema.create("db", valued(0)));
    const writes = async (): Promise<never> => {
      for (let number = 1; ; number += 1)
        await writer.updateSecret(arbitrarySchema.create("db", valued(number)));
    };
    await expect(writes()).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      outcome: "not_applied",
    });
  });

  it("is the same for guarded writes, which leave nothing behind that is read", async () => {
    const { manager } = await emulatorServer({ order: "simulation" });
    const writer = manager({}, {});
    await writer.registerSecret(arbitrarySchema.create("db", { count: "0" }));
    const writes = async (): Promise<never> => {
      for (;;)
        await writer.modifySecret("db", ({ count }) => ({ count: String(Number(count) + 1) }));
    };
    await expect(writes()).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    const { content } = await writer.getSecret("db");
    expect(Number(content["count"])).toBeGreaterThanOrEqual(90);
  });
});
