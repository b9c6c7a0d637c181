import { arbitrarySchema } from "@keykist/core";
import { expect, test } from "vitest";
import { LocalSecretsManager } from "../src/index.ts";
import { StoreFolder } from "./processes/store-folder.ts";
import { TEST_KEY } from "./test-key.ts";

const NAMES = Array.from({ length: 50 }, (_, index) => `secret-${index}`);

test("writes one after the other leave others their turn: a deletion of all can be given up", async () => {
  await using folder = await StoreFolder.make();
  const stop = new AbortController();
  await using manager = new LocalSecretsManager(
    { file: folder.file, key: TEST_KEY },
    {
      environment: {},
      interceptStep: (step, run) => {
        if (step.name === "remove") {
          setImmediate(() => {
            stop.abort();
          });
        }
        return run();
      },
    },
  );
  for (const name of NAMES) await manager.registerSecret(arbitrarySchema.create(name, { k: "v" }));
  await expect(manager.deleteAllSecrets({ signal: stop.signal })).rejects.toMatchObject({
    code: "ABORTED",
  });
  expect((await manager.getAllSecretKeys()).length).toBeGreaterThan(0);
});
