import { describe, expect, it } from "vitest";
import { project, secretOf, versionsOf } from "./project.ts";

describe("garbage", () => {
  it("is collected an hour after it was superseded; the state in force and the one before stay", async () => {
    const { emulator, person, manager: open } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "1" }));
    for (const password of ["2", "3", "4"])
      await manager.updateSecret(secretOf("db", { password }));
    await manager.close();
    expect(await versionsOf(person, "db--password")).toEqual([1, 2, 3, 4]);
    await emulator.simulation.wait(3_700_000);
    const later = open("later");
    await later.updateSecret(secretOf("db", { password: "5" }));
    await later.close();
    // 4 was superseded just now, and is the one before: 3 was superseded an hour ago.
    expect(await versionsOf(person, "db--password")).toEqual([4, 5]);
    expect(await versionsOf(person, "db--head")).toEqual([4, 5]);
  });

  it("of a secret that was deleted, no value stays", async () => {
    const { person, manager: open } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "1", user: "app" }));
    await manager.updateSecret(secretOf("db", { password: "2" }));
    await manager.deleteSecret("db");
    expect(await versionsOf(person, "db--password")).not.toContain(2);
    await manager.close();
    expect(await versionsOf(person, "db--password")).toEqual([]);
    expect(await versionsOf(person, "db--user")).toEqual([]);
  });
});
