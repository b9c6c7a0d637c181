import type { ConformanceHarness } from "@keykist/conformance";
import { type DocumentOptions, DocumentSecretsManager } from "./document-secrets-manager.ts";
import { DocumentError, DocumentSource } from "./document-source.ts";

/** A class of managers of a document: the correct one, or one that is broken. */
export type DocumentClass = new (
  config: object,
  options: DocumentOptions,
) => DocumentSecretsManager;

/** The harness of a class of managers over a document in this process. */
export function documentHarness(
  Manager: DocumentClass = DocumentSecretsManager,
): ConformanceHarness {
  return {
    flavor: "document",
    backend: "a document in this process",
    refusal: () => new DocumentError(403),
    faults: {
      denied: () => new DocumentError(403),
      unauthenticated: () => new DocumentError(401),
      throttled: () => new DocumentError(429),
      unavailable: () => new DocumentError(503),
    },
    open: async () => {
      const source = new DocumentSource();
      return {
        manager: (config, options) => new Manager(config, { ...options, source }),
        peek: async (path) => {
          const secret = source.published(path);
          if (secret === undefined) return undefined;
          const { entries, type } = secret;
          return { entries, type, owned: type !== undefined };
        },
        plant: async (path, entries, { owned, type = "arbitrary" }) => {
          source.publish(path, entries, owned ? type : undefined);
        },
        fill: async (paths) => {
          for (const path of paths) source.publish(path, { key: "value" }, "arbitrary");
        },
        calls: () => source.calls,
        close: async () => undefined,
      };
    },
  };
}
