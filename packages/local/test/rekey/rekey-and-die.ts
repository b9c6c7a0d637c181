/*
 * A child that gives a store another key and is killed on the way: `rekey-and-die.ts <file> <point>`. Every call
 * that can change the key file or the database is a point, before it and after it; the child kills itself
 * at the one that is asked for, or prints `done` and how many there were.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync } from "node:sqlite";
import { rekey } from "../../src/index.ts";

const [, , file = "", point = "0"] = process.argv;
let points = 0;

function pass(): void {
  points += 1;
  if (points === Number(point)) process.kill(process.pid, "SIGKILL");
}

/** Puts points around a function. */
function between(owner: object, name: string, counts: (argument: unknown) => boolean): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") throw new Error(name);
  const replaced = function replaced(this: unknown, ...values: unknown[]): unknown {
    const counted = counts(values[0]);
    if (counted) pass();
    const answer: unknown = Reflect.apply(original, this, values);
    if (counted) pass();
    return answer;
  };
  Reflect.set(owner, name, replaced);
}

for (const name of ["openSync", "writeFileSync", "fsyncSync", "renameSync", "linkSync", "rmSync"]) {
  between(fs, name, () => true);
}
syncBuiltinESMExports();
between(DatabaseSync.prototype, "exec", (sql) => sql === "COMMIT" || sql === "BEGIN IMMEDIATE");

await rekey({ file }, { kind: "key-file" }, { environment: {} });
process.stdout.write(`done ${points}\n`);
