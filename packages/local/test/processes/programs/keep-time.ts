/** Does nothing but look at the clock, until the parent says a word: shows how late the machine itself is. */
import { longestGap } from "../longest-gap.ts";
import { tell } from "./parent.ts";

const gap = longestGap();
process.stdin.once("data", () => {
  tell({ kind: "kept time", longestGap: gap.end() });
  process.stdin.destroy();
});
tell({ kind: "ready" });
