import { GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { project, secretOf } from "./project.ts";

describe("a secret that another manager has just made", () => {
  it("is deleted also where this one is not shown yet that it is there", async () => {
    const { emulator, manager: open } = project();
    await open("first").registerSecret(secretOf("db", { password: "tulip" }));
    let hidden = 2;
    emulator.faults = ({ name }) => {
      if (name !== "UpdateSecret" || hidden === 0) return undefined;
      hidden -= 1;
      return { kind: "refuse", error: new GcpError("NOT_FOUND", "Secret [db--head] not found.") };
    };
    const second = open("second");
    await second.deleteSecret("db");
    expect(hidden).toBe(0);
    await expect(second.getSecret("db")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  });
});
