import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { DamagedStateError } from "../src/errors.ts";
import { placeDraft, readState, readStateHead, sweep, writeDraft } from "../src/state-files.ts";
import type { State } from "../src/state.ts";

function makeFolder(context: TestContext): string {
  const root = mkdtempSync(path.join(tmpdir(), "keykist-template-"));
  context.after(() => {
    rmSync(root, { recursive: true });
  });
  return path.join(root, "states");
}

function secret(password: string): State {
  return {
    kind: "secret",
    path: "db",
    type: "arbitrary",
    committedAt: new Date(0),
    entries: new Map([["password", password]]),
  };
}

async function commit(folder: string, number: number, state: State): Promise<boolean> {
  const placed = await placeDraft(await writeDraft(folder, number, state), number);
  await sweep(folder, number);
  return placed;
}

test("a state that is superseded keeps its name and loses its values", async (context) => {
  const folder = makeFolder(context);
  await commit(folder, 1, secret("tulip"));
  await commit(folder, 2, secret("rose"));
  assert.deepEqual(readdirSync(folder).toSorted(), ["1", "2"]);
  assert.equal(readFileSync(path.join(folder, "1"), "utf8"), "");
  assert.deepEqual(await readState(folder), { number: 2, state: secret("rose") });
});

test("a writer that was held up takes no number that is gone", async (context) => {
  const folder = makeFolder(context);
  await commit(folder, 1, secret("tulip"));
  const late = await writeDraft(folder, 2, secret("late"));
  for (const number of [2, 3]) await commit(folder, number, secret("rose"));
  assert.equal(await placeDraft(late, 2), false);
  assert.equal(await commit(folder, 2, secret("later")), false);
  assert.deepEqual(await readState(folder), { number: 3, state: secret("rose") });
});

test("a draft that is placed again has its number already", async (context) => {
  const folder = makeFolder(context);
  const draft = await writeDraft(folder, 1, secret("tulip"));
  assert.equal(await placeDraft(draft, 1), true);
  assert.equal(await placeDraft(draft, 1), true);
});

test("what crashes have left is swept away by the next writer", async (context) => {
  const folder = makeFolder(context);
  await writeDraft(folder, 1, secret("draft"));
  for (const number of [1, 2]) {
    await placeDraft(await writeDraft(folder, number, secret("unswept")), number);
  }
  await commit(folder, 3, { kind: "deleted" });
  assert.deepEqual(readdirSync(folder).toSorted(), ["1", "2", "3"]);
  for (const file of ["1", "2"]) assert.equal(statSync(path.join(folder, file)).size, 0);
  assert.deepEqual(await readState(folder), { number: 3, state: { kind: "deleted" } });
});

test("a state that was cut is reported, and not read as something else", async (context) => {
  const folder = makeFolder(context);
  await commit(folder, 1, secret("tulip"));
  const file = path.join(folder, "1");
  const whole = readFileSync(file);
  for (let length = 0; length < whole.length; length += 1) {
    writeFileSync(file, whole.subarray(0, length));
    await assert.rejects(readState(folder), DamagedStateError);
  }
  writeFileSync(file, "");
  await assert.rejects(readStateHead(folder), DamagedStateError);
});

test(
  "files and folders are for their owner only",
  { skip: process.platform === "win32" },
  async (context) => {
    const folder = makeFolder(context);
    await commit(folder, 1, secret("tulip"));
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(folder, "1")).mode & 0o777, 0o600);
  },
);
