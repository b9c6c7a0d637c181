import { KeykistError } from "../src/errors/keykist-error.ts";

/** The keykist error that a piece of work fails with. Anything else that it does fails the test. */
export function refusal(work: () => unknown): KeykistError {
  try {
    work();
  } catch (error) {
    if (KeykistError.is(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
