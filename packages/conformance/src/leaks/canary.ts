import type { Random } from "../scheduling/random.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
// Each is written differently by at least one of JSON, URLs, shells, HTML and `util.inspect`.
const SPECIAL = "\"'\\/+=&<>%$ \n\té€";
const GROUPS = 12;

/**
 * A value that nothing holds by chance, to be looked for afterwards with {@link findLeaks}: groups of
 * random letters and digits, parted by characters that encodings write in different ways.
 *
 * @example
 * ```ts
 * const password = canary(seededRandom(1));
 * ```
 */
export function canary(random: Random): string {
  // Special characters stand apart, so that every piece of every form has enough that is random in it.
  const groups = Array.from({ length: GROUPS }, (_, index) => {
    const letters = Array.from({ length: 4 }, () => oneOf(random, LETTERS)).join("");
    return index === 0 ? letters : oneOf(random, SPECIAL) + letters;
  });
  return groups.join("");
}

/** The same, where only what may stand in a key of a secret is allowed. */
export function canaryKey(random: Random): string {
  return `k_${Array.from({ length: 30 }, () => oneOf(random, LETTERS)).join("")}`;
}

function oneOf(random: Random, characters: string): string {
  return characters.charAt(random.below(characters.length));
}
