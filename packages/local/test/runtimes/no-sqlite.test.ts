import { expect, it } from "vitest";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";
import { runUnder } from "./run-under.ts";

it("says which runtimes have SQLite under one that has none", async () => {
  await using folder = await StoreFolder.make();
  const without = {
    program: process.execPath,
    parameters: ["--no-experimental-sqlite"],
    environment: {},
  };
  const printed = await runUnder(without, {
    program: "register",
    parameters: [folder.file, TEST_KEY, "5000"],
  });
  expect(printed).toBe(
    `UNSUPPORTED: cannot register "db": this Node (${process.version}) has no SQLite`,
  );
});
