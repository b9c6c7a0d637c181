import type {
  Call,
  CreateOutcome,
  OperationOptions,
  SecretPath,
  SecretRecord,
} from "@keykist/core";
import { folding, listing, locating } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { joining } from "./joining.ts";

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
    joining("_"),
  ),
  sabotage(
    "names-and-values/names-and-keys",
    "keeps each entry by itself, under name, hyphen, key",
    joining("-"),
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
    { alsoFails: { "scopes/namespaces-longest": "its paths are longer still" } },
  ),
];
