import type {
  Call,
  CreateOutcome,
  Diagnosis,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { nativeView } from "../../native-view.ts";
import { SettledSecretsManager } from "../../settled-manager.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [SecretPath, SecretRecord, Revision | undefined, Call];

const leavesItsMark = Object.fromEntries(
  [
    "native/crash",
    "native/refused",
    "refusals/random",
    "refusals/unrestored",
    "refusals/update",
    "refusals/update-guarded",
  ].map((id) => [id, "a write that was cut short leaves its mark"]),
);

export const whileWritingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "native/written",
    "rolls back, and goes on to show others what was rolled back",
    (Base) => {
      return class extends Base {
        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [{ full }, , , { operation }] = args;
          const { shown, read } = nativeView(this.store);
          shown.delete(full);
          const before = read(full);
          const outcome = await super.doReplace(...args);
          const isMeant = outcome.kind === "replaced" && operation === "rollbackSecret";
          if (isMeant) shown.set(full, before);
          return outcome;
        }

        protected override doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          nativeView(this.store).shown.delete(path.full);
          return super.doRemove(path, expected, call);
        }
      };
    },
  ),
  sabotage(
    "native/each-step",
    "shows others a placeholder while it updates",
    (Base) => {
      return class extends Base {
        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [{ full }, , , call] = args;
          const { shown } = nativeView(this.store);
          if (call.operation !== "updateSecret") return super.doReplace(...args);
          await call.step("hold", () => shown.set(full, { "keykist-updating": full }));
          try {
            return await super.doReplace(...args);
          } finally {
            shown.delete(full);
          }
        }
      };
    },
    { alsoFails: { "native/crash": "a crash leaves the placeholder" } },
  ),
  sabotage(
    "native/each-step",
    "keeps a mark of its own among the values that others read one by one",
    (Base) => {
      return class extends Base {
        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [{ full }, , , call] = args;
          const { shown, read } = nativeView(this.store);
          if (call.operation !== "updateSecret") return super.doReplace(...args);
          await call.step("mark", () => shown.set(full, { ...read(full), keykist: "updating" }));
          return super.doReplace(...args);
        }
      };
    },
    { base: SettledSecretsManager, alsoFails: leavesItsMark },
  ),
  sabotage("native/crash", "shows others a new value before it is in force", (Base) => {
    return class extends Base {
      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const [{ full }, { entries }, , call] = args;
        const { shown } = nativeView(this.store);
        if (call.operation !== "updateSecret") return super.doReplace(...args);
        await call.step("show", () => shown.set(full, Object.fromEntries(entries)));
        try {
          return await super.doReplace(...args);
        } finally {
          shown.delete(full);
        }
      }
    };
  }),
  sabotage(
    "native/crash",
    "names no secret whose write was cut short",
    (Base) => {
      return class extends Base {
        async *diagnose(): AsyncIterable<Diagnosis> {
          yield { status: "ok", about: "writes", says: "all is well" };
        }
      };
    },
    {
      base: SettledSecretsManager,
      alsoFails: { "native/refused": "a refused write is cut short, too" },
    },
  ),
  sabotage(
    "native/refused",
    "hides a secret from others before it deletes it, and leaves it hidden when that is refused",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const { shown } = nativeView(this.store);
          await call.step("hide", () => shown.set(path.full, undefined), { mutates: false });
          const outcome = await super.doRemove(path, expected, call);
          shown.delete(path.full);
          return outcome;
        }

        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          nativeView(this.store).shown.delete(path.full);
          return super.doCreate(path, record, call);
        }

        protected override doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          nativeView(this.store).shown.delete(args[0].full);
          return super.doReplace(...args);
        }
      };
    },
  ),
];
