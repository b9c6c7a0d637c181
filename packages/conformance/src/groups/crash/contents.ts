import type { GivenEntries } from "../../given.ts";
import type { Contents } from "../../operations-under-test.ts";
import type { Random } from "../../scheduling/random.ts";

const keys = ["user", "password", "token", "host", "port", "note"];

/** Contents of several keys, of which some come, some go and some stay. */
export function drawnContents(random: Random): Contents {
  const first = random.below(keys.length);
  return {
    old: drawn(random, "old", first),
    next: drawn(random, "next", first + 1 + random.below(2)),
  };
}

function drawn(random: Random, label: string, first: number): GivenEntries {
  const count = 3 + random.below(2);
  const entries: Record<string, string> = {};
  for (let index = first; index < first + count; index += 1) {
    const key = keys[index % keys.length] ?? "";
    entries[key] = `${label} ${key} ${random.below(1_000_000)}`;
  }
  return entries;
}
