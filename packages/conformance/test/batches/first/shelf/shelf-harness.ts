import type { ConformanceHarness, PeekedSecret } from "@keykist/conformance";
import type { Entries, StoredRecord } from "@keykist/core";
import { ShelfClient } from "./shelf-client.ts";
import { ShelfError } from "./shelf-error.ts";
import { bodyOf, entriesIn, notesOf, storedRecord } from "./shelf-secret.ts";
import { type ShelfOptions, ShelfSecretsManager } from "./shelf-secrets-manager.ts";
import {
  SHELF_ACTIONS,
  SHELF_PAGE,
  type ShelfDocument,
  type ShelfPut,
  ShelfService,
} from "./shelf-service.ts";

/** A class of managers of a shelf: the correct one, or one that is broken. */
export type ShelfClass = new (config: object, options: ShelfOptions) => ShelfSecretsManager;

/** How keykist's own documents are made and read, for who looks at them past the manager. */
export interface ShelfFormat {
  readonly record: (document: ShelfDocument) => StoredRecord;
  readonly written: (type: string, entries: Entries) => ShelfPut;
}

const plain: ShelfFormat = {
  record: (document) => storedRecord(document),
  written: (type, entries) => ({ body: bodyOf(entries), notes: notesOf(type) }),
};

/** The harness of a class of managers over a shelf in this process. */
export function shelfHarness(
  Manager: ShelfClass = ShelfSecretsManager,
  format: ShelfFormat = plain,
): ConformanceHarness {
  return {
    flavor: "shelf",
    backend: "a shelf in this process",
    pageSize: SHELF_PAGE,
    refusableActions: SHELF_ACTIONS,
    refusal: () => new ShelfError(403),
    faults: {
      denied: () => new ShelfError(403),
      unauthenticated: () => new ShelfError(401),
      throttled: () => new ShelfError(429),
      unavailable: () => new ShelfError(503),
    },
    open: async () => {
      const service = new ShelfService();
      const client = new ShelfClient(service);
      const peek = async (path: string): Promise<PeekedSecret | undefined> => {
        const document = service.documents.get(path);
        if (document === undefined) return undefined;
        const { entries, type, owned } = format.record(document);
        return { entries: Object.fromEntries(entries), type, owned };
      };
      return {
        manager: (config, options) => new Manager(config, { ...options, client }),
        peek,
        plant: async (path, entries, { owned, type = "arbitrary" }) => {
          const put = owned
            ? format.written(type, new Map(Object.entries(entries)))
            : { body: bodyOf(new Map(Object.entries(entries))), notes: {}, labels: {} };
          service.change(path, put);
        },
        fill: async (paths) => {
          for (const path of paths)
            service.change(path, format.written("arbitrary", new Map([["key", "value"]])));
        },
        refuse: (actions) => {
          service.refused = actions;
        },
        nativeRead: async (path) => {
          const document = service.documents.get(path);
          if (document === undefined) return undefined;
          return Object.fromEntries(entriesIn(document.body) ?? [["value", document.body]]);
        },
        nativeTools: {
          remove: async (path) => {
            service.documents.delete(path);
          },
          put: async (path, entries) => {
            service.change(path, { body: bodyOf(new Map(Object.entries(entries))) });
          },
        },
        calls: () => service.calls,
        close: async () => undefined,
      };
    },
  };
}
