import { arbitrarySchema } from "@keykist/core";
import { expect, test } from "vitest";
import { gcpBackend } from "../gcp-harness.ts";

test("a secret that something else made under a name of keykist's is not listed: nothing reads it", async () => {
  const backend = gcpBackend({ seed: 1 });
  await using manager = await backend.manager({}, {});
  const names = async (): Promise<readonly string[]> => {
    const listed: string[] = [];
    for await (const { name } of manager.listSecrets({ owned: false })) listed.push(name);
    return listed;
  };
  await manager.registerSecret(arbitrarySchema.create("kept", { password: "tulip" }));
  await manager.registerSecret(arbitrarySchema.create("gone", { password: "aster" }));
  await manager.deleteSecret("gone");
  for (const name of ["kept", "gone", "other"]) {
    await backend.plant?.(name, { password: "rose" }, { owned: false });
  }
  expect(await names()).toEqual(["other"]);
  await manager.adoptSecret("other", "arbitrary");
  expect(await names()).toEqual([]);
});
