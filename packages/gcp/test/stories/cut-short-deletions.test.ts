import { GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../diagnosis/diagnosed.ts";
import { project, secretOf, versionsOf } from "./project.ts";

/** A secret of two states, whose deletion ends right after its commit: nothing of it arrives any more. */
async function withCutShortDeletion() {
  const { emulator, person, manager: open } = project();
  const owner = open("owner");
  await owner.registerSecret(secretOf("db", { user: "app", password: "tulip" }));
  await owner.updateSecret(secretOf("db", { user: "app", password: "dahlia" }));
  let isGone = false;
  emulator.faults = ({ client, name }) => {
    if (client !== "killed") return undefined;
    if (name === "AddSecretVersion") {
      isGone = true;
      return undefined;
    }
    return isGone ? { kind: "refuse", error: new GcpError("UNAVAILABLE", "gone") } : undefined;
  };
  return { person, open };
}

describe("a deletion that was killed after its commit", () => {
  it("is named by doctor, also by what only its number reads, and ended by the next deletion", async () => {
    const { person, open } = await withCutShortDeletion();
    await open("killed").deleteSecret("db");
    expect(await versionsOf(person, "db--password")).toEqual([1, 2]);
    // Someone has destroyed what `latest` shows: what is left is read by its number.
    for (const [id, version] of [
      ["db--password", 2],
      ["db--user", 1],
    ] as const)
      await person.client.destroySecretVersion({
        name: `${person.parent}/secrets/${id}/versions/${version}`,
      });
    const [problem] = await problemsOf(open("doctor"));
    expect(problem?.says).toContain('values of "password" can still be read');

    await expect(open("again").deleteSecret("db")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
      outcome: "applied",
    });
    expect(await versionsOf(person, "db--password")).toEqual([]);
    expect(await problemsOf(open("doctor"))).toEqual([]);
    await expect(open("third").deleteSecret("db")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
      outcome: "not_applied",
    });
  });
});
