import type { MemoryStore } from "@keykist/core/memory";

type Entries = Readonly<Record<string, string>>;

const shown = new WeakMap<MemoryStore, Map<string, Entries | undefined>>();

/**
 * What programs without keykist see of the secrets of a memory store: what is stored, unless a manager shows
 * them something else.
 */
export function nativeView(store: MemoryStore): NativeView {
  const known = shown.get(store) ?? new Map<string, Entries | undefined>();
  shown.set(store, known);
  return {
    shown: known,
    read: (path) => {
      if (known.has(path)) return known.get(path);
      const secret = store.secrets.get(path);
      return secret && Object.fromEntries(secret.current.entries);
    },
  };
}

/** The view of one store. */
export interface NativeView {
  /** What is shown in place of what is stored, by full path. */
  readonly shown: Map<string, Entries | undefined>;
  readonly read: (path: string) => Entries | undefined;
}
