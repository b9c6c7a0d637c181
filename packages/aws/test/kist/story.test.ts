import { findMoto } from "@keykist/emulators/peers";
import { afterAll, describe, expect, test } from "vitest";
import { tellStory } from "../../../cli/test/flavors/tell-story.ts";
import { awsHarness } from "../aws-harness.ts";
import { emptyMoto } from "../moto/moto-server.ts";
import { sharedMoto } from "../moto/shared-moto.ts";
import { servedEmulator } from "../served-emulator.ts";
import { servedAws } from "./served-aws.ts";

const found = findMoto();
const moto = sharedMoto(found, "repaired");
afterAll(() => moto.stop());

describe("every command of kist, with an AWS manager", { timeout: 300_000 }, () => {
  test("over the emulator", async () => {
    const server = await servedEmulator({ seed: 1 });
    expect(await told(server, server.endpoint)).toEqual([]);
  });

  test.skipIf(found === undefined)("over moto", async () => {
    const endpoint = await moto.endpoint();
    expect(await told(await emptyMoto(endpoint), endpoint)).toEqual([]);
  });
});

type Server = Awaited<ReturnType<typeof emptyMoto>>;

async function told(server: Server, endpoint: string): Promise<readonly string[]> {
  const backend = await awsHarness({ backend: endpoint, open: async () => server }).open();
  try {
    return await tellStory({ ...servedAws(endpoint), backend });
  } finally {
    await backend.close();
  }
}
