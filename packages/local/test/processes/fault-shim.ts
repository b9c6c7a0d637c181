import { spawnSync } from "node:child_process";
import path from "node:path";

/** Where the library of fault-shim.c can be used, or why not. */
export type FaultShim =
  | { readonly kind: "usable" }
  | { readonly kind: "unusable"; readonly reason: string };

const source = path.join(import.meta.dirname, "fault-shim.c");

/** Whether file operations can be made to fail here: on Linux, with a C compiler. */
export function faultShim(): FaultShim {
  if (process.platform !== "linux") return { kind: "unusable", reason: "this is not Linux" };
  const found = spawnSync("cc", ["--version"], { stdio: "ignore" }).status === 0;
  return found ? { kind: "usable" } : { kind: "unusable", reason: "there is no C compiler, cc" };
}

/** Compiles the library. Answers its path. */
export function compileFaultShim(folder: string): string {
  const library = path.join(folder, "fault-shim.so");
  const { status, stderr } = spawnSync(
    "cc",
    ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`cc could not compile fault-shim.c:\n${stderr}`);
  return library;
}
