import { describe, expect, it } from "vitest";
import { PlainSecretsManager } from "../../test/plain-flavor.ts";
import { arbitrarySchema, type RemoveManyAnswer } from "../index.ts";

/** Its bulk call takes one secret, and says nothing of the others. */
class ForgetfulManager extends PlainSecretsManager {
  protected override async *doRemoveAll(
    ...[paths, call]: Parameters<PlainSecretsManager["doRemoveAll"]>
  ): AsyncIterable<RemoveManyAnswer> {
    yield* super.doRemoveAll(paths.slice(0, 1), call);
    for (const path of paths.slice(0, 1)) {
      yield { path: { ...path, full: "never asked" }, outcome: { kind: "removed" } };
    }
  }
}

describe("deleteAllSecrets", () => {
  it("reports secrets for which the flavor gave no outcome, and no others", async () => {
    const manager = new ForgetfulManager();
    for (const name of ["a", "b", "c"]) {
      await manager.registerSecret(arbitrarySchema.create(name, {}));
    }
    const { deleted, failed } = await manager.deleteAllSecrets();
    expect(deleted).toBe(1);
    expect([...failed]).toMatchObject([
      ["b", { code: "UNKNOWN", outcome: "unknown", secret: "b" }],
      ["c", { code: "UNKNOWN", outcome: "unknown", secret: "c" }],
    ]);
  });
});
