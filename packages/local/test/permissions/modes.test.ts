import { readdirSync, lstatSync, mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { StoreFolder } from "../processes/store-folder.ts";
import { runAct } from "./run-act.ts";

const bits = (file: string): number | undefined => {
  const status = lstatSync(file, { throwIfNoEntry: false });
  return status && status.mode & 0o777;
};

/** Names of files with the random part of drafts left out. */
function kindOf(name: string): string {
  return name.replace(/\.[0-9a-f]{12}\.new/u, ".(draft)");
}

describe.skipIf(process.platform === "win32")("files and folders that a store is made of", () => {
  it.each([0o000, 0o022, 0o077, 0o777])(
    "are their owner's alone from the first moment, under umask 0%o",
    async (umask) => {
      await using folder = await StoreFolder.make();
      const outer = path.join(folder.folder, "data");
      const inner = path.join(outer, "keykist");
      const file = path.join(inner, "secrets.db");
      const wide = new Map<string, string>();
      const seen = new Set<string>();
      const look = (): void => {
        const names = readdirOrNone(inner);
        for (const name of names) {
          const mode = bits(path.join(inner, name));
          if (mode === undefined) continue;
          seen.add(kindOf(name));
          if ((mode & 0o177) !== 0) wide.set(kindOf(name), mode.toString(8));
        }
        for (const each of [outer, inner]) {
          const mode = bits(each);
          if (mode !== undefined && (mode & 0o077) !== 0) wide.set(each, mode.toString(8));
        }
      };
      const { read, write } = await runAct({ file, umask, writes: 20 }, { meanwhile: look });
      look();
      expect({ read, write }).toEqual({ read: {}, write: {} });
      expect(Object.fromEntries(wide)).toEqual({});
      expect([...seen]).toEqual(expect.arrayContaining(["secrets.db", "secrets.db.key"]));
      expect(seen).toContain("secrets.db-journal");
      const modes = [outer, inner, file, `${file}.key`].map((each) => bits(each)?.toString(8));
      expect(modes).toEqual(["700", "700", "600", "600"]);
    },
    20_000,
  );

  it("leave a folder as it is that was there before", async () => {
    await using folder = await StoreFolder.make();
    const shared = path.join(folder.folder, "shared");
    mkdirSync(shared, { mode: 0o755 });
    const file = path.join(shared, "secrets.db");
    expect(await runAct({ file })).toEqual({ read: {}, write: {} });
    expect(bits(shared)?.toString(8)).toBe("755");
    expect(bits(file)?.toString(8)).toBe("600");
  }, 20_000);
});

function readdirOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
