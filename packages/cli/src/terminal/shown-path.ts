import { quoted } from "./plain-text.ts";

/** A path in a sentence: as it stands where all of it is plain to see, else in quotes, with what is not spelled out. */
export function shownPath(file: string): string {
  return /^[^\p{C}\p{Z}"']+(?: [^\p{C}\p{Z}"']+)*$/u.test(file)
    ? file
    : quoted(file, { longest: 4096 });
}
