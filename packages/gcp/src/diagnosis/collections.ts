import type { Call, PathScope } from "@keykist/core";
import type { GcpSecret } from "../client.ts";
import type { GcpSecrets } from "../gcp-secrets.ts";
import { headId, keyId } from "../names.ts";
import { ANNOTATIONS, belongsTo, scopeFilter } from "../ownership.ts";

/** What carries keykist's labels for one secret. */
export interface Collection {
  readonly path: string;
  /** Its name in the scope. */
  readonly name: string;
  head?: GcpSecret;
  readonly keys: Map<string, GcpSecret>;
}

export interface Collections {
  readonly byPath: ReadonlyMap<string, Collection>;
  /** The ids of secrets that carry keykist's labels, and were not made by it for what they say. */
  readonly strays: readonly string[];
}

/** All that carries the labels of a scope. */
export async function collectionsOf(
  secrets: GcpSecrets,
  { prefix, nameOf }: Pick<PathScope, "prefix" | "nameOf">,
  call: Call,
): Promise<Collections> {
  const byPath = new Map<string, Collection>();
  const strays: string[] = [];
  for await (const page of secrets.list(scopeFilter(prefix), call)) {
    for (const secret of page) {
      const id = secret.name?.split("/").at(-1) ?? "";
      const path = secret.annotations?.[ANNOTATIONS.path] ?? "";
      const key = secret.annotations?.[ANNOTATIONS.key];
      const name = nameOf(path);
      const own = id === (key === undefined ? headId(path) : keyId(path, key));
      if (name === undefined || !own || !belongsTo(secret, { path, key })) {
        strays.push(id);
        continue;
      }
      const collection = byPath.get(path) ?? { path, name, keys: new Map<string, GcpSecret>() };
      byPath.set(path, collection);
      if (key === undefined) collection.head = secret;
      else collection.keys.set(key, secret);
    }
  }
  return { byPath, strays };
}
