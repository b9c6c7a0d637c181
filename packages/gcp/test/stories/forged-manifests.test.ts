import { GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../src/manifest-log/checksum.ts";
import { headId, keyId } from "../../src/names.ts";
import type { ByHand } from "../by-hand.ts";
import { diagnosed } from "../diagnosis/diagnosed.ts";
import { entriesOf, project, secretOf, versionsOf } from "./project.ts";

/** How long collection keeps what was superseded, and a little more; milliseconds. */
const GRACE = 3_700_000;

const VALUES = ["rose", "tulip", "dahlia"];

/** A value of somebody else's secret, as a manifest names it. */
const victimOf = (s: string) => ({ s, v: 3, c: crc32c(Buffer.from("dahlia")) });

/** Someone who may add versions to a head, and do nothing else, adds three manifests over what is in force. */
async function forge(person: ByHand, path: string, change: object): Promise<void> {
  const head = headId(path);
  const inForce: unknown = JSON.parse((await person.access(head)) ?? "");
  const [versions] = await person.client.listSecretVersions({
    parent: `${person.parent}/secrets/${head}`,
  });
  let last = versions.length;
  for (let times = 0; times < 3; times += 1) {
    const place = { base: last, seen: last, txn: `forged ${times}` };
    const record = Object.assign({}, inForce, place, change);
    last = await person.add(head, JSON.stringify(record));
  }
}

/** A project with the secret `db`, whose head somebody forges, and a secret of others. */
async function withVictim(victim: string) {
  const { emulator, person, manager: open } = project();
  const manager = open("owner");
  const revision = await manager.registerSecret(secretOf("db", { password: "lily" }));
  await person.create(victim);
  for (const value of VALUES) await person.add(victim, value);
  return { emulator, person, open, manager, revision };
}

describe("a manifest that was forged", () => {
  const another = "payments-root-key";
  const otherScope = keyId("keykist/namespace/shop/db", "password");
  const otherSecret = keyId("web", "password");

  it.each([
    ["another id", another, { keys: { password: victimOf(another) } }],
    ["an id of another scope", otherScope, { keys: { password: victimOf(otherScope) } }],
    [
      "the id of another secret of keykist",
      otherSecret,
      { keys: { password: victimOf(otherSecret) } },
    ],
    ["another path", otherSecret, { path: "web", keys: { password: victimOf(otherSecret) } }],
    [
      "a key that none can have",
      another,
      { keys: { "pass word": victimOf(keyId("db", "pass word")) } },
    ],
  ])(
    "with %s is never in force, and nothing is destroyed by it",
    async (_what, victim, forgery) => {
      const { emulator, person, open, manager, revision } = await withVictim(victim);
      await forge(person, "db", forgery);
      expect(await entriesOf(manager, "db")).toEqual({ password: "lily" });
      expect((await manager.describeSecret("db")).revision).toBe(revision);

      await manager.updateSecret(secretOf("db", { password: "iris" }));
      await manager.close();
      await emulator.simulation.wait(GRACE);
      await forge(person, "db", forgery);
      const later = open("later");
      await later.updateSecret(secretOf("db", { password: "aster" }));
      expect(await entriesOf(later, "db")).toEqual({ password: "aster" });
      await later.deleteSecret("db");
      await later.close();
      expect(await versionsOf(person, victim)).toEqual([1, 2, 3]);
    },
  );

  it("is reported by doctor, and is no reason to lock the owner out", async () => {
    const { person, manager } = await withVictim(another);
    await forge(person, "db", { keys: { password: victimOf(another) } });
    const problems = (await diagnosed(manager)).filter(({ status }) => status === "problem");
    expect(problems).toMatchObject([{ about: "secret", code: "CORRUPT" }]);
    expect(problems[0]?.says).toContain("versions 2, 3, 4 of the GCP secret db--head");
    expect(JSON.stringify(problems)).not.toContain(another);
  });

  it("with another time destroys nothing: the server's time decides what is old", async () => {
    const { person, manager } = await withVictim(another);
    const past = { at: 0, created: 0 };
    await forge(person, "db", past);
    await manager.updateSecret(secretOf("db", { password: "iris" }));
    await manager.updateSecret(secretOf("db", { password: "aster" }));
    await manager.close();
    // All of it was superseded within the hour, whatever its writers say.
    expect(await versionsOf(person, "db--password")).toEqual([1, 2, 3]);
    expect(await versionsOf(person, "db--head")).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("a server that says of every version that it is destroyed", () => {
  it("is not climbed for ever", async () => {
    const { emulator, manager: open } = project();
    await open().registerSecret(secretOf("db", { password: "tulip" }));
    emulator.faults = ({ name }) =>
      name === "AccessSecretVersion"
        ? {
            kind: "refuse",
            error: new GcpError("FAILED_PRECONDITION", "Secret Version [x] is in DESTROYED state."),
          }
        : undefined;
    emulator.calls.reset();
    await expect(open("reader").getSecret("db")).rejects.toMatchObject({ code: "CORRUPT" });
    expect(emulator.calls.total).toBeLessThan(100);
  });
});
