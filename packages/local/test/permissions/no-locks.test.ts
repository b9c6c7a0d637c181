import { arbitrarySchema } from "@keykist/core";
import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { faultShim } from "../processes/fault-shim.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";
import { runAct } from "./run-act.ts";
import { containing } from "../containing.ts";

const shim = faultShim();

function compile(folder: string): string {
  const library = path.join(folder, "no-locks.so");
  const source = path.join(import.meta.dirname, "no-locks-shim.c");
  const args = ["-shared", "-fPIC", "-o", library, source, "-ldl"];
  const { status, stderr } = spawnSync("cc", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`cc could not compile no-locks-shim.c:\n${stderr}`);
  return library;
}

const said = {
  code: "UNAVAILABLE",
  message: containing("does not lock files"),
  hint: "keep the store on a local disk",
};

describe.skipIf(shim.kind === "unusable")(
  `on a file system that does not lock files${shim.kind === "unusable" ? ` (${shim.reason})` : ""}`,
  () => {
    it("no store is made, and what is the matter is said at once", async () => {
      await using tools = await StoreFolder.make();
      await using folder = await StoreFolder.make();
      const environment = { LD_PRELOAD: compile(tools.folder) };
      const { read, write } = await runAct({ file: folder.file, key: TEST_KEY }, { environment });
      expect(read).toEqual({});
      expect(write).toMatchObject({ ...said, outcome: "not_applied" });
      expect(await readdir(folder.folder)).toEqual([]);
    }, 20_000);

    it("a store that is there is left alone, and what is the matter is said", async () => {
      await using tools = await StoreFolder.make();
      await using folder = await StoreFolder.make();
      {
        await using manager = folder.manager();
        await manager.registerSecret(arbitrarySchema.create("db", { password: "…" }));
      }
      const before = await readFile(folder.file);
      const environment = { LD_PRELOAD: compile(tools.folder) };
      const { read } = await runAct({ file: folder.file, key: TEST_KEY }, { environment });
      expect(read).toMatchObject(said);
      expect((await readFile(folder.file)).equals(before)).toBe(true);
      expect(await readdir(folder.folder)).toEqual(["secrets.db"]);
    }, 20_000);
  },
);
