import type {
  Call,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  SecretsManager,
  StoredRecord,
} from "@keykist/core";
import type { MemorySecret, MemoryStore } from "@keykist/core/memory";
import { memoryHarness } from "../../memory-harness.ts";
import { OpenSecretsManager } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** The state before an update that has not tidied up yet. */
interface Note {
  readonly owner: SecretsManager;
  readonly before: MemorySecret;
}

const notes = new WeakMap<MemoryStore, Map<string, Note>>();
const ended = new WeakSet<SecretsManager>();

function notesOf(store: MemoryStore): Map<string, Note> {
  const known = notes.get(store) ?? new Map<string, Note>();
  notes.set(store, known);
  return known;
}

/** Notes the state before each update. Whoever finds the note of a process that has ended takes the update back. */
class UndoingManager extends OpenSecretsManager {
  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    this.#undo(path);
    return super.doRead(path, call);
  }

  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    this.#undo(path);
    const before = this.stored(path.full);
    if (before === undefined) return super.doReplace(path, record, expected, call);
    const own = notesOf(this.store);
    own.set(path.full, { owner: this, before });
    const outcome = await super.doReplace(path, record, expected, call);
    await call.step("tidy up", () => own.delete(path.full), { mutates: false });
    return outcome;
  }

  #undo({ full }: SecretPath): void {
    const note = notesOf(this.store).get(full);
    if (note === undefined || !ended.has(note.owner)) return;
    notesOf(this.store).delete(full);
    this.store.secrets.set(full, note.before);
  }
}

const memory = memoryHarness((config, options) => new UndoingManager(config, options), "saboteur");

export const amidWritersSaboteurs: readonly Saboteur[] = [
  {
    breaks: "crash/amid-writers",
    changes:
      "takes back an update whose process ended before it had tidied up, whatever others have seen or written since",
    harness: {
      ...memory,
      open: async () => ({
        ...(await memory.open()),
        abandon: async (manager) => {
          ended.add(manager);
        },
      }),
    },
  },
];
