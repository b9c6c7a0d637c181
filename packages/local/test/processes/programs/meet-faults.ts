/**
 * Calls one operation while the n-th file operation goes wrong, for one n after the other, each in a store of
 * its own, until an operation has met no fault. Runs with the library of fault-shim.c before the C library.
 */
import { copyFileSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { LocalSecretsManager } from "../../../src/index.ts";
import {
  type FaultedOperation,
  faultedOperations,
  keyFileManager,
  markedSecret,
} from "../faulted-operations.ts";
import { argument, failureOf, tell } from "./parent.ts";

const template = argument("template");
const parentFolder = argument("folder");
const mode = argument("mode");
const operation = argument("operation");
const chosen = faultedOperations.find(({ name }) => name === operation);
if (chosen === undefined) throw new Error(`there is no operation ${operation}`);

let number = Number(argument("first"));
while (await meetsFault(chosen, number)) number += 1;

/** Whether the n-th file operation of this operation went wrong. */
async function meetsFault({ run, onEmpty }: FaultedOperation, failing: number): Promise<boolean> {
  const folder = path.join(parentFolder, `${failing}`);
  mkdirSync(folder, { mode: 0o700 });
  if (!onEmpty) {
    for (const file of readdirSync(template)) {
      copyFileSync(path.join(template, file), path.join(folder, file));
    }
  }
  const manager = keyFileManager(folder);
  order(`${failing}/${mode}`);
  let failure = await failureIn(() => run(manager));
  // A disk that fails on and on also fails while the manager closes.
  if (mode.endsWith("-on")) await manager.close();
  const hit = readFileSync("/keykist-fault/report", "utf8");
  order("0/none");
  if (!mode.endsWith("-on")) {
    const next = await failureIn(() => nextOperations(manager));
    if (next !== null) failure = { ...next, code: `then ${next.code}` };
    await manager.close();
  }
  tell({ kind: "faulted", folder, hit: hit === "" ? null : hit, failure });
  return hit !== "";
}

/** The same manager goes on once the disk does. */
async function nextOperations(manager: LocalSecretsManager): Promise<void> {
  await manager.registerSecret(markedSecret("next", "one"));
  await manager.updateSecret(markedSecret("next", "two"));
  await manager.deleteSecret("next");
}

async function failureIn(
  run: () => Promise<unknown>,
): Promise<ReturnType<typeof failureOf> | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

function order(what: string): void {
  try {
    openSync(`/keykist-fault/${what}`, "r");
  } catch {
    // There is no such file; the order was heard.
  }
}
