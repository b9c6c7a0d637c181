import { isStatus } from "./shelf-error.ts";

/** Stands for an answer where the document was not in the state that a call asked for. */
export const CHANGED: unique symbol = Symbol("changed");

/** What a conditional call answers; {@link CHANGED} where its condition did not hold. */
export async function unlessChanged<T>(send: () => Promise<T>): Promise<T | typeof CHANGED> {
  try {
    return await send();
  } catch (error) {
    if (isStatus(error, 412) || isStatus(error, 404)) return CHANGED;
    throw error;
  }
}
