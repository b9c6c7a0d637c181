import type { ConformanceHarness } from "@keykist/conformance";
import { LedgerError } from "./ledger-error.ts";
import { type LedgerOptions, LedgerSecretsManager } from "./ledger-secrets-manager.ts";
import { CATALOG_PAGE, LedgerService } from "./ledger-service.ts";
import { recordOf, told, UNTOLD, whole } from "./ledger-states.ts";

/** A class of managers of a ledger: the correct one, or one that is broken. */
export type LedgerClass = new (config: object, options: LedgerOptions) => LedgerSecretsManager;

/** The harness of a class of managers over a ledger in this process. */
export function ledgerHarness(Manager: LedgerClass = LedgerSecretsManager): ConformanceHarness {
  return {
    flavor: "ledger",
    backend: "a ledger in this process",
    pageSize: CATALOG_PAGE,
    refusal: () => new LedgerError("denied"),
    faults: {
      denied: () => new LedgerError("denied"),
      unauthenticated: () => new LedgerError("unauthenticated"),
      throttled: () => new LedgerError("throttled"),
      unavailable: () => new LedgerError("unavailable"),
    },
    open: async () => {
      const ledger = new LedgerService();
      return {
        manager: (config, options) => new Manager(config, { ...options, ledger }),
        peek: async (path) => {
          const { life } = told(UNTOLD, await ledger.read(path, 0));
          if (life === undefined) return undefined;
          const { entries, type, owned } = recordOf(life);
          return { entries: Object.fromEntries(entries), type, owned };
        },
        plant: async (path, entries, { owned, type = "arbitrary" }) => {
          const content = new Map(Object.entries(entries));
          await ledger.append(path, whole("registered", content, owned ? type : undefined), "any");
          ledger.catchUp();
        },
        fill: async (paths) => {
          for (const path of paths) {
            await ledger.append(
              path,
              whole("registered", new Map([["key", "value"]]), "arbitrary"),
              "any",
            );
          }
          ledger.catchUp();
        },
        settle: async () => {
          ledger.catchUp();
        },
        calls: () => ledger.calls,
        close: async () => undefined,
      };
    },
  };
}
