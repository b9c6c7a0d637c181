import {
  type Call,
  KeykistError,
  type ListSecretsOptions,
  type RecordSummary,
  type SecretSummary,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { PAGE } from "./memory-page.ts";

export const lazyPagingSaboteurs: readonly Saboteur[] = [
  sabotage("paging/begins-late", "asks for the first page when a listing is made", (Base) => {
    return class extends Base {
      override listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        const iterator = super.listSecrets(options)[Symbol.asyncIterator]();
        const first = iterator.next();
        first.catch(() => undefined);
        return begun(first, iterator);
      }
    };
  }),
  sabotage(
    "paging/page-by-page",
    "collects all pages before it gives the first secret",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          const summaries: RecordSummary[] = [];
          for await (const summary of super.doList(prefix, call)) summaries.push(summary);
          yield* summaries;
        }
      };
    },
    { alsoFails: { "paging/aborted-later": "there is no later page to be awaited" } },
  ),
  sabotage("paging/left-early", "reads on when nobody listens any more", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        const iterator = super.listSecrets(options)[Symbol.asyncIterator]();
        let isDone = false;
        try {
          for (;;) {
            const next = await iterator.next();
            isDone = next.done === true;
            if (next.done === true) return;
            yield next.value;
          }
        } finally {
          if (!isDone) drain(iterator).catch(() => undefined);
        }
      }
    };
  }),
  sabotage("paging/aborted-later", "passes the signal on with the first page only", (Base) => {
    return class extends Base {
      override async *listSecrets(options: ListSecretsOptions = {}): AsyncIterable<SecretSummary> {
        const { signal } = options;
        const controller = new AbortController();
        const abort = (): void => {
          controller.abort();
        };
        if (signal?.aborted === true) abort();
        signal?.addEventListener("abort", abort);
        let number = 0;
        try {
          for await (const summary of super.listSecrets({
            ...options,
            signal: controller.signal,
          })) {
            yield summary;
            number += 1;
            if (number === PAGE) signal?.removeEventListener("abort", abort);
          }
        } finally {
          signal?.removeEventListener("abort", abort);
        }
      }
    };
  }),
  sabotage("paging/page-time", "adds up the time that the pages of a listing take", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        const [, { clock }] = this.given;
        const iterator = super.listSecrets(options)[Symbol.asyncIterator]();
        let taken = 0;
        try {
          for (;;) {
            const began = clock?.now() ?? 0;
            const next = await iterator.next();
            taken += (clock?.now() ?? 0) - began;
            if (next.done === true) return;
            if (taken > this.config.timeoutMs) throw new KeykistError("TIMEOUT", "it took long");
            yield next.value;
          }
        } finally {
          await iterator.return?.();
        }
      }
    };
  }),
];

/** A listing whose first secret was asked for already. */
async function* begun(
  first: Promise<IteratorResult<SecretSummary>>,
  iterator: AsyncIterator<SecretSummary>,
): AsyncIterable<SecretSummary> {
  try {
    for (let next = await first; next.done !== true; next = await iterator.next()) {
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function drain(iterator: AsyncIterator<unknown>): Promise<void> {
  while ((await iterator.next()).done !== true);
}
