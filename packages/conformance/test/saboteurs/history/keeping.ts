import type {
  Call,
  ReplaceOutcome,
  Revision,
  Secret,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { values } from "../changed-hooks.ts";
import { type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { rereading, showing, stateOf } from "./earlier-states.ts";

type Replacement = [SecretPath, SecretRecord, Revision | undefined, Call];

export const keepingSaboteurs: readonly Saboteur[] = [
  sabotage("history/bytes", "composes the letters of earlier states", (Base) =>
    rereading(Base, (stored) => stored && values(stored, (value) => value.normalize("NFC"))),
  ),
  sabotage("history/keys", "tells of every state the keys of the present one", (Base) =>
    showing(Base, (entries) => entries.map((entry) => ({ ...entry, keys: entries[0]?.keys }))),
  ),
  sabotage("history/times", "tells of a state how old the history was without it", (Base) =>
    showing(Base, (entries) =>
      entries.map((entry, index) => ({
        ...entry,
        createdAt: entries[entries.length - 1 - index]?.createdAt,
      })),
    ),
  ),
  sabotage("history/each-write", "keeps a state before it sees that it must not write", (Base) => {
    return class extends Base {
      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const outcome = await super.doReplace(...args);
        if (outcome.kind === "conflict") {
          this.meddle(args[0].full, ({ current, earlier }) => ({ earlier: [current, ...earlier] }));
        }
        return outcome;
      }
    };
  }),
  sabotage("history/often", "thins a long history out", (Base) => {
    return class extends Base {
      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const outcome = await super.doReplace(...args);
        this.meddle(args[0].full, ({ earlier }) => ({
          earlier: earlier.filter((_state, index) => earlier.length < 8 || index !== 4),
        }));
        return outcome;
      }
    };
  }),
  sabotage("history/readable", "shows states that it does not keep", (Base) =>
    rereading(Base, (stored, { path, revision, manager }) => {
      const revisions = manager.stored(path.full)?.earlier.map((state) => state.revision);
      return (revisions?.indexOf(revision) ?? 0) > 7 ? undefined : stored;
    }),
  ),
  sabotage(
    "history/part-of-state",
    "gives an earlier state whole, whatever is asked of it",
    (Base) => {
      return class extends Base {
        override readOne(...[name, schema, options]: ReadOne): Promise<Secret> {
          const { revision, signal } = options;
          const isPresent =
            revision === undefined || stateOf(this.stored(name), revision) === undefined;
          return super.readOne(name, schema, isPresent ? options : { signal, revision });
        }
      };
    },
  ),
];
