import { describe, expect, it } from "vitest";
import { crc32c } from "../../src/manifest-log/checksum.ts";
import { headId } from "../../src/names.ts";
import type { ByHand } from "../by-hand.ts";
import { diagnosed } from "../diagnosis/diagnosed.ts";
import { entriesOf, project, secretOf, versionsOf } from "./project.ts";

/** How long collection keeps what was superseded, and a little more; milliseconds. */
const GRACE = 3_700_000;

/** A secret of something else, under the id that the key `ROOT_KEY` of `payments` would have. */
const VICTIM = "payments--ROOT_KEY";

/** Someone who may only add versions to a head has a sane manifest name a secret that something else made. */
async function nameVictim(person: ByHand): Promise<void> {
  const head = headId("payments");
  const inForce: unknown = JSON.parse((await person.access(head)) ?? "");
  const last = (await versionsOf(person, head)).at(-1) ?? 0;
  const victim = { s: VICTIM, v: 2, c: crc32c(Buffer.from("dahlia")), d: "forged" };
  const named: unknown = Reflect.get(Object(inForce), "keys");
  const keys: unknown = Object.assign({}, named, { ROOT_KEY: victim });
  const record = Object.assign({}, inForce, { base: last, seen: last, txn: "forged", keys });
  await person.add(head, JSON.stringify(record));
}

async function withVictim() {
  const { person, manager: open, ...others } = project();
  const manager = open("owner");
  await manager.registerSecret(secretOf("payments", { password: "lily" }));
  await person.create(VICTIM);
  for (const value of ["tulip", "dahlia"]) await person.add(VICTIM, value);
  await nameVictim(person);
  return { ...others, person, open, manager };
}

describe("a manifest that names as a key's what something else made", () => {
  it("has none of its versions destroyed by a deletion, which tells", async () => {
    const { person, manager, open } = await withVictim();
    await manager.modifySecret("payments", (content) => ({ ...content, password: "rose" }));
    const deleter = open("deleter");
    const error: unknown = await deleter
      .deleteSecret("payments")
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "NOT_OWNED", outcome: "applied", retry: "never" });
    expect(String(Reflect.get(Object(error), "message"))).toContain(VICTIM);
    await deleter.close();
    expect(await versionsOf(person, VICTIM)).toEqual(expect.arrayContaining([1, 2]));
    expect(await versionsOf(person, "payments--password")).toEqual([]);
    const again = open("again");
    await expect(again.deleteSecret("payments")).rejects.toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    await again.close();
    expect(await versionsOf(person, VICTIM)).toEqual(expect.arrayContaining([1, 2]));
  });

  it("has none of its versions destroyed by updates that remove or change the key", async () => {
    const { emulator, person, manager, open } = await withVictim();
    await manager.updateSecret(secretOf("payments", { password: "lily", ROOT_KEY: "iris" }));
    await manager.updateSecret(secretOf("payments", { password: "rose" }));
    await manager.close();
    await emulator.simulation.wait(GRACE);
    const later = open("later");
    for (const password of ["aster", "daisy"])
      await later.updateSecret(secretOf("payments", { password }));
    await later.close();
    expect(await versionsOf(person, "payments--password")).not.toContain(1);
    expect(await versionsOf(person, VICTIM)).toEqual(expect.arrayContaining([1, 2]));
    expect(await entriesOf(open("reader"), "payments")).toEqual({ password: "daisy" });
  });

  it("is named by doctor, which does not say to label it without a look", async () => {
    const { manager } = await withVictim();
    const problems = (await diagnosed(manager)).filter(({ status }) => status === "problem");
    expect(problems).toMatchObject([{ about: "labels", code: "CORRUPT" }]);
    expect(problems[0]?.says).toContain(VICTIM);
    expect(problems[0]?.says).toContain("if something else made it");
  });
});
