import { existsSync, type Stats } from "node:fs";
import { lstat, mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ChildProgram } from "./child-program.ts";
import { compileFaultShim, faultShim } from "./fault-shim.ts";
import { keyFileManager, markedSecret, markerOf } from "./faulted-operations.ts";
import { EVERYTHING, FULL_RUN } from "./full-run.ts";
import { seedOfRun } from "./seeded-random.ts";
import { StoreFolder } from "./store-folder.ts";

/** File operations from one kill to the next. */
const STRIDE = EVERYTHING ? 1 : FULL_RUN ? 2 : 5;
const seed = seedOfRun();
/** The first file operation that is killed: another run kills at others. */
const FIRST = 1 + (seed % STRIDE);
/** Making a store takes fewer file operations than this. */
const BOUND = 200;

const shim = faultShim();
const reason = shim.kind === "usable" ? "" : ` (skipped: ${shim.reason})`;

/** What a store is made of. */
const PLACED = ["secrets.db", "secrets.db.key"];
/** The journal of a store that is in place, left by a write that was killed. */
const JOURNAL = "secrets.db-journal";
/** What nobody but a user can have made, though the names are alike. */
const OTHERS = ["secrets.db.new", "secrets.db.0123456789ab.new.old", "secrets.db.key.bak.new"];

/** What a process can leave: drafts, and drafts that had got their own name already beside the draft's. */
const KINDS = [
  "draft of the key file",
  "draft of the store",
  "second name of the key file",
  "second name of the store",
] as const;

interface Draft {
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
}

async function draftsIn(folder: string): Promise<readonly Draft[]> {
  const names = await readdir(folder);
  const drafts = names.filter((name) => ![...PLACED, ...OTHERS, JOURNAL].includes(name));
  return Promise.all(
    drafts.map(async (name): Promise<Draft> => {
      const file = name.startsWith("secrets.db.key.") ? "secrets.db.key" : "secrets.db";
      const what = file === "secrets.db" ? "store" : "key file";
      const placed = await statOrNone(path.join(folder, file));
      const { ino } = await lstat(path.join(folder, name));
      return {
        name,
        kind: ino === placed?.ino ? `second name of the ${what}` : `draft of the ${what}`,
      };
    }),
  );
}

function isDraft({ kind }: Draft): boolean {
  return kind.startsWith("draft");
}

async function statOrNone(file: string): Promise<Stats | undefined> {
  return existsSync(file) ? lstat(file) : undefined;
}

/** Opens a store for writing, as the next process would, and uses it. */
async function use(folder: string, marker: string): Promise<void> {
  await using manager = keyFileManager(folder);
  await manager.registerSecret(markedSecret(marker, marker));
  expect(markerOf((await manager.getSecret(marker)).content)).toBe(marker);
}

describe.skipIf(shim.kind !== "usable")(`a process that makes a store${reason}`, () => {
  it(`is killed before file operations, by ${STRIDE} (KEYKIST_TEST_FULL=1: each; KEYKIST_TEST_SEED=${seed}): the next goes on, and sweeps up`, async () => {
    await using root = await StoreFolder.make();
    const parent = path.join(root.folder, "kill");
    await mkdir(parent);
    const environment = {
      LD_PRELOAD: compileFaultShim(root.folder),
      KEYKIST_FAULT_FOLDER: `${root.folder}/`,
    };
    const left = new Set<string>();
    for (let number = FIRST; number < BOUND; number += STRIDE) {
      await using child = new ChildProgram({
        program: "meet-faults",
        arguments: {
          template: root.folder,
          folder: parent,
          mode: "kill",
          operation: "first register",
          first: number,
        },
        environment,
      });
      const message = await child.next();
      await child.kill();
      if (message !== undefined) {
        process.stdout.write(`making a store was killed up to its ${number}. file operation\n`);
        // There was something to be swept, and of each kind where every operation had its turn.
        expect(left.size).toBeGreaterThan(EVERYTHING ? KINDS.length - 1 : 1);
        return;
      }
      const folder = path.join(parent, `${number}`);
      for (const name of OTHERS) await writeFile(path.join(folder, name), "mine");

      // What may still be worked on stays; another name of what is in place goes.
      const before = await draftsIn(folder);
      for (const { kind } of before) left.add(kind);
      await use(folder, "one");
      const stay = before.filter(isDraft);
      expect(await draftsIn(folder), `after a kill at ${number}`).toEqual(stay);

      const longAgo = new Date(Date.now() - 3_600_000);
      for (const name of [...stay.map((draft) => draft.name), ...OTHERS]) {
        await utimes(path.join(folder, name), longAgo, longAgo);
      }
      await use(folder, "two");
      expect((await readdir(folder)).toSorted(), `long after a kill at ${number}`).toEqual(
        [...PLACED, ...OTHERS].toSorted(),
      );
    }
    throw new Error(`still killed at ${BOUND}`);
  }, 300_000);
});
