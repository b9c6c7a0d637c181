import { describe, expect, it } from "vitest";
import { arbitrarySchema } from "@keykist/core";
import { MemorySecretsManager, MemoryStore } from "@keykist/core/memory";
import { StaleReads } from "../../src/scheduling/stale-reads.ts";

/** A manager whose reads can be made stale, and another over the same store. */
async function overOneStore(): Promise<{
  readonly reads: StaleReads;
  readonly stale: MemorySecretsManager;
  readonly other: MemorySecretsManager;
}> {
  const store = new MemoryStore();
  const reads = new StaleReads();
  const stale = new MemorySecretsManager({}, { store, interceptStep: reads.intercept });
  const other = new MemorySecretsManager({}, { store });
  await other.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
  return { reads, stale, other };
}

describe("StaleReads", () => {
  it("answers a look as it was answered when it was recorded, as often as it was", async () => {
    const { reads, stale, other } = await overOneStore();
    reads.record();
    await stale.getSecret("db");
    await other.updateSecret(arbitrarySchema.create("db", { password: "dahlia" }));
    reads.replay();
    expect((await stale.getSecret("db")).content["password"]).toBe("tulip");
    expect((await stale.getSecret("db")).content["password"]).toBe("dahlia");
  });

  it("is up to date once something was written", async () => {
    const { reads, stale, other } = await overOneStore();
    reads.record();
    await stale.getSecret("db");
    await stale.getSecret("db");
    reads.replay();
    await stale.registerSecret(arbitrarySchema.create("queue", {}));
    await other.updateSecret(arbitrarySchema.create("db", { password: "dahlia" }));
    expect((await stale.getSecret("db")).content["password"]).toBe("dahlia");
  });
});
