import type {
  Call,
  GuardedWriteOptions,
  Revision,
  Secret,
  SecretPath,
  SecretScope,
  StoredRecord,
} from "@keykist/core";
import { folding } from "../changed-hooks.ts";
import { type OpenClass, type ReadOne, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** Answers from a cache what it has read in a scope, until it writes itself. */
function caching(scope: SecretScope): (Base: OpenClass) => OpenClass {
  return (Base) =>
    class extends Base {
      readonly #cache = new Map<string, Secret>();

      override async readOne(...args: ReadOne): Promise<Secret> {
        const [name] = args;
        const cached = this.#cache.get(name);
        if (cached !== undefined) return cached;
        const secret = await super.readOne(...args);
        if (this.given[0].scope === scope) this.#cache.set(name, secret);
        return secret;
      }

      override updateSecret(secret: Secret, options?: GuardedWriteOptions): Promise<Revision> {
        this.#cache.clear();
        return super.updateSecret(secret, options);
      }

      override deleteSecret(name: string, options?: GuardedWriteOptions): Promise<void> {
        this.#cache.clear();
        return super.deleteSecret(name, options);
      }
    };
}

/** The owner's segment of paths of a kind, folded. */
function foldingOwners(
  kind: "component" | "namespace",
  fold: (owner: string) => string,
): (Base: OpenClass) => OpenClass {
  return folding((path) => {
    const [root, scope, owner, ...name] = path.split("/");
    return root === "keykist" && scope === kind && owner !== undefined
      ? [root, scope, fold(owner), ...name].join("/")
      : path;
  });
}

const afterLastHyphen = (owner: string): string => owner.slice(owner.lastIndexOf("-") + 1);

export const sharingSaboteurs: readonly Saboteur[] = [
  sabotage("scopes/shared-none", "caches what it reads in scope none", caching("none")),
  sabotage("scopes/shared-global", "caches what it reads in scope global", caching("global")),
  sabotage(
    "scopes/shared-component",
    "caches what it reads in scope component",
    caching("component"),
  ),
  sabotage("scopes/shared-namespace", "caches what it reads in a namespace", caching("namespace")),
  sabotage(
    "scopes/not-shared-component",
    "takes what follows the last hyphen of an id for the component",
    foldingOwners("component", afterLastHyphen),
  ),
  sabotage(
    "scopes/not-shared-namespace",
    "takes what follows the last hyphen of a namespace for the whole",
    foldingOwners("namespace", afterLastHyphen),
  ),
  sabotage(
    "scopes/namespaces-beginning-alike",
    "searches a namespace by what its path begins with, and forgets the slash",
    (Base) => {
      return class extends Base {
        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          if (stored !== undefined || path.scope !== "namespace") return stored;
          const beginning = path.full.slice(0, -path.name.length - 1);
          const found = [...this.store.secrets.keys()].find(
            (full) => full.startsWith(beginning) && full.endsWith(`/${path.name}`),
          );
          return found === undefined ? undefined : super.doRead({ ...path, full: found }, call);
        }
      };
    },
    {
      alsoFails: {
        "scopes/namespace-and-name": "has namespaces that begin alike too",
        "scopes/delete-all-in-scope": "has namespaces that begin alike too",
      },
    },
  ),
  sabotage(
    "scopes/components-case",
    "folds the case of component ids",
    foldingOwners("component", (owner) => owner.toLowerCase()),
  ),
  sabotage(
    "scopes/names-like-paths",
    "takes two underscores in a name for a slash, as in environment variables",
    folding((path) => path.replace(/^keykist__global__/u, "keykist/global/")),
  ),
  sabotage(
    "scopes/namespaces-case",
    "keeps namespaces where names fold case",
    foldingOwners("namespace", (owner) => owner.toLowerCase()),
  ),
  sabotage(
    "scopes/namespaces-separators",
    "replaces underscores in namespaces, which labels do not allow",
    foldingOwners("namespace", (owner) => owner.replaceAll("_", "-")),
  ),
  sabotage(
    "scopes/namespace-and-name",
    "joins namespace and name with a hyphen",
    folding((path) => path.replace(/^(keykist\/namespace\/[^/]*)\//u, "$1-")),
  ),
  sabotage(
    "scopes/namespaces-longest",
    "cuts paths to the 255 characters of a column",
    folding((path) => path.slice(0, 255)),
  ),
  sabotage(
    "scopes/component-and-namespace",
    "forgets whether an owner is a component or a namespace",
    folding((path) => path.replace(/^keykist\/component\//u, "keykist/namespace/")),
  ),
];
