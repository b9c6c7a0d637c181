import { findInPython, type FoundInPython } from "./find-in-python.ts";

/**
 * Looks for moto, an independent server of AWS's API: where `KEYKIST_MOTO_PYTHON` says, in `.peers`, and along PATH.
 * Where there is none, it prints `0 peer tests run: moto_server not found`.
 *
 * @throws Error where `KEYKIST_PEERS` is `required`, and there is none
 */
export function findMoto(environment: NodeJS.ProcessEnv = process.env): FoundInPython | undefined {
  return findInPython(
    {
      program: "moto_server",
      ask: "import moto, moto.server; print(moto.__version__)",
      variable: "KEYKIST_MOTO_PYTHON",
    },
    environment,
  );
}
