import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { emulatorServer } from "../emulator-server.ts";

// AWS appends a hyphen and six characters to a name, and calls that the end of the ARN. A name may end like that by itself.

describe("a name that ends like an ARN", () => {
  it("is a secret of its own, beside the one whose ARN ends so", async () => {
    const { emulator, manager: make } = await emulatorServer({ order: "suite" });
    const manager = make({}, {});
    const shown = async (name: string): Promise<unknown> => {
      const { content } = await manager.getSecret(name);
      return content["password"];
    };
    await manager.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
    const twin = emulator.secret("db")?.arn.split(":").at(-1) ?? "";
    expect(twin).toMatch(/^db-\w{6}$/u);
    await expect(manager.getSecret(twin)).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
    const update = manager.updateSecret(arbitrarySchema.create(twin, { password: "fern" }));
    await expect(update).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });

    await manager.registerSecret(arbitrarySchema.create(twin, { password: "dahlia" }));
    expect([await shown("db"), await shown(twin)]).toEqual(["tulip", "dahlia"]);
    await manager.updateSecret(arbitrarySchema.create(twin, { password: "aster" }));
    expect([await shown("db"), await shown(twin)]).toEqual(["tulip", "aster"]);
    const answers = await manager.getSecrets(["db", twin]);
    expect([...answers.values()]).toMatchObject([{ name: "db" }, { name: twin }]);
    await manager.deleteSecret(twin);
    expect(await shown("db")).toBe("tulip");
    await expect(manager.getSecret(twin)).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  });
});
