import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { kist, succeed } from "../../../cli/test/kist.ts";
import type { Place } from "../../../cli/test/place.ts";
import { type ServedGcp, servedGcp } from "./served-gcp.ts";

let gcp: ServedGcp;
let place: Place;

beforeEach(async () => {
  gcp = await servedGcp();
  onTestFinished(() => gcp.close());
  place = await makeServedManager(gcp.served);
  await succeed(place, ["register", "db", "--values", '{"k":"tulip"}']);
});

/** Runs a command that has to fail, and answers its line. */
async function refused(exitCode: number, ...words: string[]): Promise<string> {
  const ended = await kist(place, words);
  expect({ words, ...ended }).toMatchObject({ exitCode, stdout: "" });
  expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
  return ended.stderr;
}

describe("kist, with a GCP manager,", { timeout: 120_000 }, () => {
  test("deletes nothing where values may not be destroyed, and names what to grant", async () => {
    const permission = "secretmanager.versions.destroy";
    gcp.emulator.deny([permission]);
    expect(await refused(7, "delete", "db", "--yes")).toContain(permission);
    expect(await succeed(place, ["get", "db", "k"])).toBe("tulip");
    expect(await gcp.person.access("db--k")).toBe("tulip");
    const { stderr } = await kist(place, ["delete", "db", "--yes", "--json"]);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: "PERMISSION_DENIED", outcome: "not_applied" },
    });
    gcp.emulator.deny([]);
    await succeed(place, ["delete", "db", "--yes"]);
    await expect(gcp.person.access("db--k")).rejects.toThrow("DESTROYED");
  });

  test("lists and reads ids that are none of its names, and adopts the others", async () => {
    for (const id of ["prod--db", "plain"]) {
      await gcp.person.create(id);
      await gcp.person.add(id, '{"k":"rose"}');
    }
    const listed = await succeed(place, ["list", "--not-owned"]);
    expect(listed.replaceAll(/\t.*/g, "").trim().split("\n").toSorted()).toEqual([
      "id:prod--db",
      "plain",
    ]);
    expect(await succeed(place, ["get", "id:prod--db", "k"])).toBe("rose");
    expect(await refused(9, "adopt", "id:prod--db", "--schema", "arbitrary")).toMatch(
      /can only be read; .*the backend's own tools/,
    );
    expect(
      await kist(place, ["adopt", "--prefix", "", "--schema", "arbitrary", "--yes"]),
    ).toMatchObject({
      exitCode: 0,
      stdout: "Adopted plain in prod (arbitrary).\n",
      stderr: "Left out 1 secret that can only be read (id:…): see kist list --not-owned.\n",
    });
    expect(await succeed(place, ["list", "--not-owned"])).toMatch(/^id:prod--db\t\n$/);
  });

  test("says how to adopt what something else made", async () => {
    await gcp.person.create("plain");
    await gcp.person.add("plain", '{"k":"rose"}');
    expect(await refused(7, "update", "plain", "--values", '{"k":"sage"}')).toContain(
      "kist adopt plain --schema TYPE",
    );
    await succeed(place, ["adopt", "plain", "--schema", "arbitrary"]);
    await succeed(place, ["update", "plain", "--values", '{"k":"sage"}']);
    expect(await succeed(place, ["get", "plain", "k"])).toBe("sage");
  });
});
