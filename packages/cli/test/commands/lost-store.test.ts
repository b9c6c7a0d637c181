import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { doctorReport } from "../doctor-report.ts";
import { kist, makeStore, storeFile } from "../kist.ts";
import { makePlace } from "../place.ts";

test.each([
  ["list", ["list"]],
  ["get", ["get", "db", "password"]],
  ["register", ["register", "db", "password=tulip"]],
  ["key source", ["key", "source"]],
])("%s of a store that is gone fails, and makes no other", async (_name, words) => {
  const place = await makePlace();
  await makeStore(place, { db: { password: "tulip" } });
  const file = storeFile(place);
  await rm(file);
  const ended = await kist(place, words);
  expect(ended).toMatchObject({ exitCode: 8, stdout: "" });
  expect(ended.stderr).toContain(`the store ${file} is missing, although its key file is there`);
  expect(ended.stderr).toContain("restore the store from a copy");
  expect(await readdir(path.dirname(file))).toEqual(["secrets.db.key"]);
});

test("doctor finds a store that is gone", async () => {
  const place = await makePlace();
  await makeStore(place, { db: { password: "tulip" } });
  await rm(storeFile(place));
  const { exitCode, problems } = await doctorReport(place);
  expect(exitCode).toBe(8);
  expect(problems).toMatchObject([
    { about: "store", code: "UNAVAILABLE", next: expect.stringContaining("restore") as unknown },
  ]);
});
