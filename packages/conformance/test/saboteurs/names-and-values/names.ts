import type {
  Call,
  CreateOutcome,
  OperationOptions,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { folding, listing, locating } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const distinct = { "names-and-values/names-distinct": "draws such names too" };

export const namesSaboteurs: readonly Saboteur[] = [
  sabotage(
    "names-and-values/names-exact",
    "lists names from their encoded form, and takes two dots for an escape",
    (Base) => {
      return class extends Base {
        override async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
          const names = await super.getAllSecretKeys(options);
          return names.map((name) => name.replaceAll("..", "."));
        }
      };
    },
  ),
  sabotage(
    "names-and-values/names-distinct",
    "keeps secrets in files, and Windows drops a dot at the end of a file's name",
    folding((path) => path.replaceAll(/\.+$/gu, "")),
  ),
  sabotage(
    "names-and-values/names-case",
    "keeps secrets where names fold case",
    folding((path) => path.toLowerCase()),
    { alsoFails: { ...distinct, "scopes/namespaces-case": "the namespace is part of the path" } },
  ),
  sabotage(
    "names-and-values/names-separators",
    "replaces what the backend does not allow in ids by a hyphen",
    folding((path) => path.replaceAll(/[/._]/gu, "-")),
    {
      alsoFails: {
        ...distinct,
        "scopes/namespaces-separators": "the namespace is part of the path",
        "scopes/namespace-and-name": "the separator of namespace and name is one of these",
      },
    },
  ),
  sabotage(
    "names-and-values/names-repeated-separators",
    "writes several hyphens as one",
    folding((path) => path.replaceAll(/-+/gu, "-")),
    { alsoFails: distinct },
  ),
  sabotage(
    "names-and-values/names-beginning-alike",
    "keeps secrets in files: what is a folder cannot be one",
    (Base) => {
      return class extends Base {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const isFolder = [...this.store.secrets.keys()].some((other) =>
            other.startsWith(`${path.full}/`),
          );
          return isFolder
            ? Promise.resolve({ kind: "exists" })
            : super.doCreate(path, record, call);
        }
      };
    },
    { alsoFails: { "contract/list-names": "registers names below each other too" } },
  ),
  sabotage(
    "names-and-values/names-and-keys",
    "keeps each entry by itself, under name, underscore, key",
    (Base) => {
      const flat = new WeakMap<object, Map<string, string>>();
      return class extends Base {
        get #values(): Map<string, string> {
          const values = flat.get(this.store) ?? new Map<string, string>();
          flat.set(this.store, values);
          return values;
        }

        #keep({ full }: SecretPath, { entries }: SecretRecord): void {
          for (const [key, value] of entries) this.#values.set(`${full}_${key}`, value);
        }

        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const outcome = await super.doCreate(path, record, call);
          if (outcome.kind === "created") this.#keep(path, record);
          return outcome;
        }

        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          const outcome = await super.doReplace(path, record, expected, call);
          if (outcome.kind === "replaced") this.#keep(path, record);
          return outcome;
        }

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          // What was undone or meddled with is not in the flat table: this sabotage is about names alone.
          if (stored === undefined || this.stored(path.full)?.earlier.length !== 0) return stored;
          const entries = [...stored.entries].map(([key, value]): [string, string] => [
            key,
            this.#values.get(`${path.full}_${key}`) ?? value,
          ]);
          return { ...stored, entries: new Map(entries) };
        }
      };
    },
  ),
  sabotage(
    "names-and-values/names-head",
    "hides from listings what it takes for a part of another secret",
    listing(({ path }) => !/--(?:head|password)$/u.test(path)),
  ),
  sabotage(
    "names-and-values/names-suffixed",
    "finds a secret by its id without the ending that the backend gave it, as AWS does with ARNs",
    locating(({ full }, { secrets }) => {
      if (secrets.has(full)) return full;
      return (
        [...secrets.keys()].find(
          (path) => /^-[A-Za-z]{6}$/u.test(path.slice(full.length)) && path.startsWith(full),
        ) ?? full
      );
    }),
  ),
  sabotage(
    "names-and-values/names-hashed",
    "takes a name that looks hashed for one of its own making, and compares what stands before the hash",
    folding((path) => path.replace(/-[a-z]{26}$/u, "-")),
  ),
  sabotage(
    "names-and-values/names-longest",
    "cuts names to the 199 characters of a column",
    folding((path) => path.slice(0, 199)),
  ),
];
