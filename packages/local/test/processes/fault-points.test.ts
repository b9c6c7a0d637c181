import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { KeykistError } from "@keykist/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChildProgram } from "./child-program.ts";
import { compileFaultShim, faultShim } from "./fault-shim.ts";
import {
  type FaultedOperation,
  faultedOperations,
  fillTemplate,
  keyFileManager,
  markedSecret,
  markerOf,
} from "./faulted-operations.ts";
import { EVERYTHING, FULL_RUN } from "./full-run.ts";
import type { Message } from "./messages.ts";
import { seedOfRun } from "./seeded-random.ts";
import { StoreFolder } from "./store-folder.ts";

type Faulted = Extract<Message, { readonly kind: "faulted" }>;

/** The operations that are tried in the short form. */
const SHORT: ReadonlySet<string> = new Set(["update", "rekey"]);
/** How a file operation goes wrong: see fault-shim.c. */
const modes = ["eio", "enospc", "eio-after", "eio-on", "enospc-on"];
const faults = faultedOperations.flatMap((operation) =>
  modes
    .filter((mode) => FULL_RUN || (SHORT.has(operation.name) && !mode.includes("-")))
    .map((mode) => ({ title: `${operation.name}, ${mode}`, operation, mode })),
);
/** File operations from one kill to the next. */
const STRIDE = EVERYTHING ? 1 : FULL_RUN ? 3 : 10;
const seed = seedOfRun();
/** The first file operation that is killed: another run kills at others. */
const FIRST = 1 + (seed % STRIDE);
/** No operation makes more file operations than this. */
const BOUND = 200;

const shim = faultShim();
const reason = shim.kind === "usable" ? "" : ` (skipped: ${shim.reason})`;

const run = `KEYKIST_TEST_SEED=${seed}${reason}`;

describe.skipIf(shim.kind !== "usable")(`every file operation going wrong in turn; ${run}`, () => {
  let root: StoreFolder;
  let template: string;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    root = await StoreFolder.make();
    template = path.join(root.folder, "template");
    await mkdir(template);
    await using manager = keyFileManager(template);
    await fillTemplate(manager);
    environment = {
      LD_PRELOAD: compileFaultShim(root.folder),
      KEYKIST_FAULT_FOLDER: `${root.folder}/`,
    };
  });

  afterAll(async () => {
    await root[Symbol.asyncDispose]();
  });

  async function meetFaults(
    operation: FaultedOperation,
    mode: string,
    first: number,
  ): Promise<ChildProgram> {
    const folder = path.join(root.folder, `${operation.name} ${mode}`);
    await mkdir(folder, { recursive: true });
    return new ChildProgram({
      program: "meet-faults",
      arguments: { template, folder, mode, operation: operation.name, first },
      environment,
    });
  }

  it.for(faults)(
    "$title: the old state or the new one, and what the error says is true (all with KEYKIST_TEST_FULL=1)",
    { timeout: 120_000 },
    async ({ operation, mode }) => {
      await using child = await meetFaults(operation, mode, 1);
      const hits: string[] = [];
      for (;;) {
        const faulted = await child.expect("faulted");
        await assertTruthful(operation, faulted);
        if (faulted.hit === null) break;
        hits.push(faulted.hit);
      }
      // What an operation cannot be done without.
      expect(new Set(hits)).toEqual(new Set([...hits, "open", "write", "sync", "lock"]));
    },
  );

  it.for(faultedOperations.filter(({ name }) => FULL_RUN || name === "update"))(
    "$name, killed at one file operation after the other: the old state or the new one (every one with KEYKIST_TEST_FULL=1)",
    { timeout: 600_000 },
    async (operation) => {
      for (let number = FIRST; number < BOUND; number += STRIDE) {
        await using child = await meetFaults(operation, "kill", number);
        const message = await child.next();
        await child.kill();
        if (message === undefined) {
          const folder = path.join(root.folder, `${operation.name} kill`, `${number}`);
          const found = await stateIn(folder);
          assert([operation.before, operation.after].includes(found), `at ${number}`);
          await assertGoesOn(folder, operation);
        } else {
          assert(message.kind === "faulted");
          assert.deepEqual([message.hit, message.failure], [null, null]);
          assert(number > 10, "operations on files were counted");
          return;
        }
      }
      throw new Error(`still killed at ${BOUND}`);
    },
  );
});

/** Holds what a process that met a fault said against what a process that meets none finds. */
async function assertTruthful(
  operation: FaultedOperation,
  { folder, hit, failure }: Faulted,
): Promise<void> {
  const about = `${path.basename(folder)}: ${hit ?? "no fault"}: ${JSON.stringify(failure)}`;
  const found = await stateIn(folder);
  if (failure === null) {
    assert.equal(found, operation.after, about);
  } else {
    assert(hit !== null, about);
    assert.equal(failure.code, "UNAVAILABLE", about);
    if (failure.outcome === "not_applied") assert.equal(found, operation.before, about);
    else assert([operation.before, operation.after].includes(found), about);
  }
  await assertGoesOn(folder, operation);
}

/** The marker of `db` as a new manager reads it; `undefined` where there is none. */
async function stateIn(folder: string): Promise<string | undefined> {
  await using manager = keyFileManager(folder);
  try {
    return markerOf((await manager.getSecret("db")).content);
  } catch (error) {
    if (KeykistError.is(error, "SECRET_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** The store is sound, holds what the operation was not about, and takes writes. */
async function assertGoesOn(folder: string, { onEmpty }: FaultedOperation): Promise<void> {
  await using manager = keyFileManager(folder);
  await manager.registerSecret(markedSecret("probe", "one"));
  await manager.updateSecret(markedSecret("probe", "two"));
  await manager.deleteSecret("probe");
  if (!onEmpty) {
    const { content } = await manager.getSecret("other");
    assert.deepEqual({ ...content }, { password: "untouched" });
  }
  const connection = new DatabaseSync(path.join(folder, "secrets.db"), { readOnly: true });
  const [check] = connection.prepare("PRAGMA integrity_check").all();
  connection.close();
  assert.equal(check?.["integrity_check"], "ok");
}
