import { expect } from "vitest";

/** What an assertion takes in the place of a text: any text that holds this one. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}
