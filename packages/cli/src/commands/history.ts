import {
  arbitrarySchema,
  type HistoryEntry,
  KeykistError,
  type SecretsManager,
} from "@keykist/core";
import type { Session } from "../session.ts";
import { columns } from "../terminal/columns.ts";
import { shownTime } from "../terminal/shown-time.ts";
import { type KeyChanges, keyChanges, type KnownState } from "../values/key-changes.ts";

/** States that are read at once. */
const AT_ONCE = 4;

/** `kist history NAME` */
export default async function history(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { output, signal } = session;
  const manager = await session.manager();
  const entries = await manager.getSecretHistory(name, { signal });
  const states = await output.during("Reading the states", () =>
    knownStates(manager, { name, entries, signal }),
  );
  const changes = states.map((state, index) => keyChanges(states[index + 1], state));
  if (output.json) {
    return output.document(
      entries.map(({ revision, createdAt }, index) => ({
        revision,
        createdAt: createdAt ?? null,
        keys: states[index]?.keys ?? null,
        ...documentOf(changes[index]),
      })),
    );
  }
  return output.lines(
    columns(
      entries.map(({ revision, createdAt }, index) => [
        revision,
        shownTime(createdAt),
        index === 0 ? "now" : "",
        inWords(changes[index], states[index]),
      ]),
    ),
  );
}

/**
 * Reads each state, as far as that is allowed. Values are only compared. If they may not be read, only the keys are known,
 * if the backend lists them.
 */
async function knownStates(
  manager: SecretsManager,
  {
    name,
    entries,
    signal,
  }: {
    readonly name: string;
    readonly entries: readonly HistoryEntry[];
    readonly signal: AbortSignal;
  },
): Promise<readonly KnownState[]> {
  const states: KnownState[] = [];
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const some = entries.slice(start, start + AT_ONCE);
    states.push(...(await Promise.all(some.map((entry) => stateOf(manager, name, entry, signal)))));
  }
  return states;
}

async function stateOf(
  manager: SecretsManager,
  name: string,
  { revision, keys }: HistoryEntry,
  signal: AbortSignal,
): Promise<KnownState> {
  try {
    const secret = await manager.getSecret(name, arbitrarySchema, { revision, signal });
    return { keys: secret.keys, content: secret.content };
  } catch (error) {
    if (signal.aborted || !KeykistError.is(error)) throw error;
    // Denied, or collected in the meantime.
    return { keys, content: undefined };
  }
}

function documentOf(changes: KeyChanges | undefined): object {
  const { added = null, removed = null, changed = null } = changes ?? {};
  return { added, removed, changed };
}

/** `+token -password ~username`; of the oldest state that is kept, its keys. */
function inWords(changes: KeyChanges | undefined, state: KnownState | undefined): string {
  if (changes === undefined) return state?.keys?.join(", ") ?? "";
  const { added, removed, changed } = changes;
  const words = [
    ...added.map((key) => `+${key}`),
    ...removed.map((key) => `-${key}`),
    ...(changed ?? []).map((key) => `~${key}`),
  ];
  return words.length === 0 && changed !== undefined ? "no change" : words.join(" ");
}
