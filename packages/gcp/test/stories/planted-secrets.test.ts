import { describe, expect, it } from "vitest";
import { keyId } from "../../src/names.ts";
import { annotationsOf, labelsOf } from "../../src/ownership.ts";
import { project, secretOf, versionsOf } from "./project.ts";

/** Someone labels a secret of their own as the key `TF` of `db`; `db--TF` is somebody else's, and not labelled. */
async function withPlanted() {
  const { person, ...others } = project();
  await person.create("db--TF");
  await person.add("db--TF", "dahlia");
  const purpose = { path: "db", type: "arbitrary", role: "key", key: "TF" } as const;
  await person.create("planted", {
    labels: labelsOf(purpose),
    annotations: annotationsOf(purpose),
  });
  await person.add("planted", "lily");
  return { person, ...others };
}

describe("a secret with the labels of a key that is not that key's", () => {
  it("leads a deletion to no other secret", async () => {
    const { person, manager: open } = await withPlanted();
    const manager = open();
    await manager.registerSecret(secretOf("db", { password: "tulip" }));
    await manager.deleteSecret("db");
    await manager.close();
    expect(await versionsOf(person, keyId("db", "TF"))).toEqual([1]);
    expect(await versionsOf(person, "planted")).toEqual([1]);
  });

  it("is no key of a secret whose head is lost", async () => {
    const { manager: open } = await withPlanted();
    await expect(open().adoptSecret("db", "arbitrary")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
  });
});
