import {
  CreateSecretCommand,
  GetSecretValueCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { kist, succeed } from "../../../cli/test/kist.ts";
import type { Place } from "../../../cli/test/place.ts";
import { servedEmulator } from "../served-emulator.ts";
import { servedAws } from "./served-aws.ts";

let server: Awaited<ReturnType<typeof servedEmulator>>;
let place: Place;

beforeEach(async () => {
  server = await servedEmulator({ seed: 1 });
  onTestFinished(() => server.close());
  place = await makeServedManager(servedAws(server.endpoint));
  await succeed(place, ["register", "db", "--values", '{"k":"tulip"}']);
  // A name that is near must not take the place of what is to be done.
  await succeed(place, ["register", "db2", "--values", '{"k":"aster"}']);
});

/** What other programs read. */
async function others(name: string): Promise<string | undefined> {
  const { SecretString } = await server.client.send(new GetSecretValueCommand({ SecretId: name }));
  return SecretString?.trimEnd();
}

/** Runs a command that has to fail, and answers its line. */
async function refused(exitCode: number, ...words: string[]): Promise<string> {
  const ended = await kist(place, words);
  expect({ words, ...ended }).toMatchObject({ exitCode, stdout: "" });
  expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
  return ended.stderr;
}

/** Denies actions of Secrets Manager to everybody but the client beside. */
function deny(...actions: string[]): void {
  void server.facilities?.refuse?.(actions.map((action) => `secretsmanager:${action}`));
}

describe("kist, where AWS refuses a deletion,", { timeout: 120_000 }, () => {
  test("leaves the secret as it was, and names what to allow", async () => {
    deny("DeleteSecret");
    expect(await refused(7, "delete", "db", "--yes")).toMatch(
      /cannot delete "db": .*secretsmanager:DeleteSecret/,
    );
    expect(await succeed(place, ["get", "db", "k"])).toBe("tulip");
    expect(await others("db")).toBe('{"k":"tulip"}');
    deny();
    await succeed(place, ["delete", "db", "--yes"]);
    await succeed(place, ["undelete", "db"]);
    expect(await others("db")).toBe('{"k":"tulip"}');
  });

  test("and then to take it back, says what others read, and both ways out", async () => {
    deny("DeleteSecret", "UpdateSecretVersionStage", "PutSecretValue");
    // The first try is refused before anything is written.
    await refused(7, "delete", "db", "--yes");
    expect(await succeed(place, ["get", "db", "k"])).toBe("tulip");
    expect(await others("db")).toBe('{"k":"tulip"}');
  });
});

describe("kist, where something else restores what kist deleted,", { timeout: 120_000 }, () => {
  beforeEach(async () => {
    await succeed(place, ["delete", "db", "--yes"]);
    await server.client.send(new RestoreSecretCommand({ SecretId: "db" }));
  });

  test("gives others the value that was deleted", async () => {
    expect(await others("db")).toBe('{"k":"tulip"}');
  });

  test.each([
    ["get", "db"],
    ["describe", "db"],
    ["history", "db"],
    ["adopt", "db", "--schema", "arbitrary"],
    ["update", "db", "--values", '{"k":"rose"}'],
    ["rollback", "db", "--previous"],
  ])("names both ways out: %s", async (...words) => {
    expect(await refused(3, ...words)).toMatch(
      /; kist undelete db brings it back, kist delete db finishes the deletion$/m,
    );
  });

  test("names it in doctor's findings, and no more once it is back", async () => {
    const { exitCode, stdout } = await kist(place, ["doctor"]);
    expect(exitCode).not.toBe(0);
    expect(stdout).toMatch(/"db": it was deleted/);
    expect(stdout).toMatch(/kist undelete db brings it back, kist delete db finishes/);
    await succeed(place, ["undelete", "db"]);
    expect((await kist(place, ["doctor"])).stdout).not.toContain('"db"');
  });

  test("brings it back", async () => {
    await succeed(place, ["undelete", "db"]);
    expect(await succeed(place, ["get", "db", "k"])).toBe("tulip");
  });

  test("deletes it for everybody", async () => {
    await succeed(place, ["delete", "db", "--yes"]);
    await expect(others("db")).rejects.toMatchObject({ name: "InvalidRequestException" });
  });
});

describe("kist, where names are none of keykist's,", { timeout: 120_000 }, () => {
  beforeEach(async () => {
    for (const Name of ["/app/db", "plain"]) {
      await server.client.send(new CreateSecretCommand({ Name, SecretString: '{"k":"rose"}' }));
    }
  });

  test("lists and reads them by id, and adopts the others", async () => {
    const listed = await succeed(place, ["list", "--not-owned"]);
    expect(listed.replaceAll(/\t.*/g, "").trim().split("\n").toSorted()).toEqual([
      "id:/app/db",
      "plain",
    ]);
    expect(await succeed(place, ["list", "--not-owned", "--prefix", "id:/app"])).toMatch(
      /^id:\/app\/db\t.*\n$/,
    );
    expect(await succeed(place, ["get", "id:/app/db", "k"])).toBe("rose");
    expect(await succeed(place, ["describe", "id:/app/db"])).toContain("never changes it");
    expect(await refused(9, "adopt", "id:/app/db", "--schema", "arbitrary")).toMatch(
      /can only be read; .*the backend's own tools/,
    );
    const all = await kist(place, ["adopt", "--prefix", "", "--schema", "arbitrary", "--yes"]);
    expect(all).toMatchObject({
      exitCode: 0,
      stdout: "Adopted plain in prod (arbitrary).\n",
      stderr: "Left out 1 secret that can only be read (id:…): see kist list --not-owned.\n",
    });
    expect(await succeed(place, ["list", "--not-owned"])).toMatch(/^id:\/app\/db\t.*\n$/);
  });
});
