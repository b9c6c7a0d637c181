import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChildProgram, type ChildProgramOptions } from "./child-program.ts";
import { filledMarker } from "./filled-secret.ts";
import { StoreFolder } from "./store-folder.ts";

/** The room that a store has, in KiB. */
const ROOM = 1024;
/** The part of it that is made again when all is taken. */
const RESERVE = 400;

const mounted = mountsTemporaryFolders();
const limited = process.platform !== "win32" && spawnSync("bash", ["-c", "true"]).status === 0;

describe("a disk that is full", () => {
  let root: StoreFolder;

  beforeAll(async () => {
    root = await StoreFolder.make();
  });

  afterAll(async () => {
    await root[Symbol.asyncDispose]();
  });

  it.skipIf(!mounted)(
    `a file system of ${ROOM} KiB: what was acknowledged is there, what failed is not${mounted ? "" : " (skipped: this user may not mount a tmpfs)"}`,
    { timeout: 30_000 },
    async () => {
      const folder = path.join(root.folder, "small");
      await mkdir(folder);
      mount(folder);
      try {
        expect(await fillAndLook(new StoreFolder(folder), {})).toBe(20);
      } finally {
        spawnSync("umount", [folder]);
      }
    },
  );

  it.skipIf(!limited)(
    `files of at most ${ROOM} KiB (ulimit -f): what was acknowledged is there, what failed is not${limited ? "" : " (skipped: there is no bash)"}`,
    { timeout: 30_000 },
    async () => {
      const store = new StoreFolder(path.join(root.folder, "limited"));
      expect(await fillAndLook(store, { largestFile: ROOM })).toBe(20);
    },
  );
});

/** Lets a program write until it finds no room, and looks at what it leaves behind. Answers how often it found none. */
async function fillAndLook(
  store: StoreFolder,
  limits: Pick<ChildProgramOptions, "largestFile">,
): Promise<number> {
  await mkdir(store.folder, { recursive: true });
  const reserve = path.join(store.folder, "reserve");
  await writeFile(reserve, Buffer.alloc(RESERVE * 1024));
  await using child = new ChildProgram({
    program: "fill-disk",
    arguments: { file: store.file },
    ...limits,
  });
  await child.expect("ready");
  const acknowledged = new Map([["secret-0", "room_0"]]);
  /** Writes of which nobody knows whether they were applied: what may be there instead. */
  const possible = new Map<string, string>();
  let failures = 0;
  for (let call = await child.next(); call !== undefined; call = await child.next()) {
    if (call.kind !== "call") throw new Error(`the child said ${call.kind}`);
    const answer = await child.next();
    if (answer?.kind === "acknowledged") {
      acknowledged.set(call.name, call.marker ?? "");
      possible.delete(call.name);
    } else {
      assert(answer?.kind === "failed");
      assert.equal(answer.failure.code, "UNAVAILABLE", answer.failure.message);
      failures += 1;
      if (answer.failure.outcome === "unknown") possible.set(call.name, call.marker ?? "");
    }
  }
  assert.equal(await child.end(), 0);
  assert.equal(acknowledged.size, 5);

  // Read where there still is no room, and written as soon as some is made.
  await using manager = store.manager();
  for (const [name, marker] of acknowledged) {
    const found = filledMarker(await manager.getSecret(name));
    assert([marker, possible.get(name)].includes(found), `${name} holds ${found}`);
  }
  await rm(reserve);
  await manager.deleteSecret("secret-1");
  assert.equal((await manager.getAllSecretKeys()).length, 4);
  return failures;
}

function mount(folder: string): void {
  const options = ["-t", "tmpfs", "-o", `size=${ROOM}k,mode=700`, "tmpfs", folder];
  assert.equal(spawnSync("mount", options, { stdio: "ignore" }).status, 0);
}

/** Whether this user may mount file systems; tried in a mount namespace that goes at once. */
function mountsTemporaryFolders(): boolean {
  if (process.platform !== "linux") return false;
  const command = ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"];
  return spawnSync("unshare", command, { stdio: "ignore" }).status === 0;
}
