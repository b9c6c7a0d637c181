import { findInPython, type FoundInPython } from "./find-in-python.ts";

/**
 * Looks for drongo, an independent server of Google Cloud's APIs over REST: where `KEYKIST_DRONGO_PYTHON` says, in `.peers`, and
 * along PATH. Where there is none, it prints `0 peer tests run: drongo not found`.
 *
 * @throws Error where `KEYKIST_PEERS` is `required`, and there is none
 */
export function findDrongo(
  environment: NodeJS.ProcessEnv = process.env,
): FoundInPython | undefined {
  return findInPython(
    {
      program: "drongo",
      ask: "import drongo, drongo.server; print(drongo.__version__)",
      variable: "KEYKIST_DRONGO_PYTHON",
    },
    environment,
  );
}
