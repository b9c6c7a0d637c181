import type {
  Call,
  RecordSummary,
  SecretPath,
  SecretRecord,
  CreateOutcome,
  SecretsManagerConfig,
  StoredRecord,
} from "@keykist/core";
import type { MemorySecretsManagerOptions } from "@keykist/core/memory";
import { locating } from "../changed-hooks.ts";
import { type OpenClass, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Config = Partial<SecretsManagerConfig>;
type Given = readonly [config: Config, options: MemorySecretsManagerOptions];

/** Takes a configuration for another one. */
function configured(
  change: (config: Config, options: MemorySecretsManagerOptions) => Given,
): (Base: OpenClass) => OpenClass {
  return (Base) =>
    class extends Base {
      constructor(config: Config = {}, options: MemorySecretsManagerOptions = {}) {
        super(...change(config, options));
      }
    };
}

const hyphenated = (text: string | undefined): string | undefined => text?.replaceAll("/", "-");

export const configuringSaboteurs: readonly Saboteur[] = [
  sabotage(
    "scopes/default-none",
    "takes scope none, where it is said, for a namespace of that name",
    configured((config, options) => [
      config.scope === "none" ? { ...config, scope: "namespace", namespace: "none" } : config,
      options,
    ]),
    {
      alsoFails: {
        "scopes/paths": "looks for what was registered in scope none under its path",
        "scopes/planted": "plants a secret under the path of scope none",
        "scopes/adopt-in-scope": "plants a secret under the path of scope none",
        "scopes/unowned-list": "plants a secret under the path of scope none",
        "scopes/unowned-list-adopted": "plants a secret under the path of scope none",
      },
    },
  ),
  sabotage(
    "scopes/namespace-required",
    "takes the id where a namespace is missing",
    configured((config, options) => [
      config.scope === "namespace" ? { namespace: options.id, ...config } : config,
      options,
    ]),
  ),
  sabotage(
    "scopes/namespace-malformed",
    "replaces slashes in a namespace by hyphens",
    configured((config, options) => [
      "namespace" in config ? { ...config, namespace: hyphenated(config.namespace) } : config,
      options,
    ]),
  ),
  sabotage(
    "scopes/component-id-required",
    "takes its own name for its id where there is none",
    configured((config, options) => [
      config,
      config.scope === "component" ? { id: "memory", ...options } : options,
    ]),
  ),
  sabotage(
    "scopes/component-id-malformed",
    "replaces slashes in an id by hyphens",
    configured((config, options) => [config, { ...options, id: hyphenated(options.id) }]),
  ),
  sabotage(
    "scopes/namespace-ignored",
    "takes a namespace for the scope namespace, whatever the scope says",
    configured((config, options) => [
      config.scope === "global" && config.namespace !== undefined
        ? { ...config, scope: "namespace" }
        : config,
      options,
    ]),
  ),
  sabotage(
    "scopes/paths",
    "writes the word namespace shorter",
    (Base) =>
      class extends locating(({ full }) => shortened(full))(Base) {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          for await (const summary of super.doList(shortened(prefix), call)) {
            yield {
              ...summary,
              path: summary.path.replace(/^keykist\/ns\//u, "keykist/namespace/"),
            };
          }
        }
      },
    { alsoFails: { "scopes/planted": "plants a secret under the path of a namespace" } },
  ),
  sabotage("scopes/planted", "finds the secrets of components by an index of its own", (Base) => {
    const indices = new WeakMap<object, Set<string>>();
    return class extends Base {
      get #index(): Set<string> {
        const index = indices.get(this.store) ?? new Set();
        indices.set(this.store, index);
        return index;
      }

      protected override doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        this.#index.add(path.full);
        return super.doCreate(path, record, call);
      }

      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const stored = await super.doRead(path, call);
        return path.scope === "component" && !this.#index.has(path.full) ? undefined : stored;
      }
    };
  }),
];

function shortened(path: string): string {
  return path.replace(/^keykist\/namespace\//u, "keykist/ns/");
}
