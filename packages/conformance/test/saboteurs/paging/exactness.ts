import type {
  Call,
  ListSecretsOptions,
  OperationOptions,
  RecordSummary,
  RemoveManyAnswer,
  SecretPath,
  SecretSummary,
} from "@keykist/core";
import { type HeadPage, REMOTE_PAGE } from "../../remote/remote-server.ts";
import { sabotage } from "../open-manager.ts";
import { sabotageRemote } from "../remote-saboteur.ts";
import type { Saboteur } from "../saboteur.ts";
import { PAGE } from "./memory-page.ts";

const missing = Object.fromEntries(
  [
    "contract/list",
    ...["empty-page", "half-page", "page-time", "changed-meanwhile", "page-emptied"].map(
      (id) => `paging/${id}`,
    ),
  ].map((id) => [id, "a secret is missing there, too"]),
);

export const exactPagingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "paging/each",
    "shows the last secret of a page again on the next",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          let number = 0;
          for await (const summary of super.doList(prefix, call)) {
            number += 1;
            yield summary;
            if (number === 2 * PAGE) yield summary;
          }
        }
      };
    },
    { alsoFails: { "paging/changed-meanwhile": "it looks for what is listed twice, too" } },
  ),
  sabotageRemote(
    "paging/each",
    "begins its third page behind the first that it should show",
    (Base) => {
      return class extends Base {
        readonly #pages = new WeakMap<Call, number>();

        protected override async page(
          prefix: string,
          after: string,
          call: Call,
        ): Promise<HeadPage> {
          const page = await super.page(prefix, after, call);
          const number = (this.#pages.get(call) ?? 0) + 1;
          this.#pages.set(call, number);
          const isSabotaged = number === 3 && call.operation === "listSecrets";
          return isSabotaged ? { ...page, found: page.found.slice(1) } : page;
        }
      };
    },
    { alsoFails: missing },
  ),
  sabotage(
    "paging/prefix",
    "goes on behind a page by its last name, without the prefix",
    (Base) => {
      return class extends Base {
        override async *listSecrets(
          options: ListSecretsOptions = {},
        ): AsyncIterable<SecretSummary> {
          let last: string | undefined;
          let number = 0;
          for await (const summary of super.listSecrets(options)) {
            number += 1;
            last = summary.name;
            yield summary;
          }
          if (last === undefined || number <= PAGE) return;
          for await (const summary of super.listSecrets({ ...options, prefix: "" })) {
            if (summary.name > last) yield summary;
          }
        }
      };
    },
  ),
  sabotage("paging/names", "sorts the names of each page, the last page first", (Base) => {
    return class extends Base {
      override async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
        const names = await super.getAllSecretKeys(options);
        const pages: string[][] = [];
        while (names.length > 0) pages.unshift(names.splice(0, PAGE));
        return pages.flat();
      }
    };
  }),
  sabotage("paging/delete-all", "deletes all of one page of names", (Base) => {
    return class extends Base {
      protected override doRemoveAll(
        paths: readonly SecretPath[],
        call: Call,
      ): AsyncIterable<RemoveManyAnswer> {
        return super.doRemoveAll(paths.slice(0, PAGE), call);
      }
    };
  }),
  sabotageRemote("paging/empty-page", "takes a page that holds nothing for the end", (Base) => {
    return class extends Base {
      protected override async page(prefix: string, after: string, call: Call): Promise<HeadPage> {
        const page = await super.page(prefix, after, call);
        return page.found.length === 0 ? { ...page, next: undefined } : page;
      }
    };
  }),
  sabotageRemote("paging/half-page", "takes a page that is not full for the last", (Base) => {
    return class extends Base {
      protected override async page(prefix: string, after: string, call: Call): Promise<HeadPage> {
        const page = await super.page(prefix, after, call);
        const { length } = page.found;
        return length > 0 && length < REMOTE_PAGE ? { ...page, next: undefined } : page;
      }
    };
  }),
];
