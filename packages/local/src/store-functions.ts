import type { KeySourceReport } from "./key-management.ts";
import type { NewKey } from "./next-key.ts";
import type { RekeyReport } from "./rekey.ts";
import type { StoreConfig, StoreOperationOptions } from "./store-operation.ts";
import type { StoreReport } from "./verify-store.ts";

/*
 * The functions on a whole store. What they need is loaded when one is called: who only keeps secrets pays
 * nothing for it. Arguments are copied first, since the caller may change its objects while that loads.
 */

/**
 * Says where the key of a store comes from, what the store was made with, and whether the one opens the other. Makes
 * nothing, and asks nobody.
 *
 * @throws KeykistError `INVALID_CONFIG` where what is set is no key; the codes of reading a store, except that a key
 * that does not fit is an answer
 */
export async function keySource(
  config: StoreConfig = {},
  options: StoreOperationOptions = {},
): Promise<KeySourceReport> {
  const given = [{ ...config }, { ...options }] as const;
  const implementation = await import("./key-management.ts");
  return implementation.keySource(...given);
}

/**
 * The key that opens a store, as base64: what `KEYKIST_KEY` is set to elsewhere. **It opens everything in the
 * store**: do not print or log it.
 *
 * @throws KeykistError `UNSUPPORTED` for a store that a passphrase opens: the passphrase is what to keep;
 * `UNAUTHENTICATED` where the configured key does not open the store; the codes of reading a store
 */
export async function exportKey(
  config: StoreConfig = {},
  options: StoreOperationOptions = {},
): Promise<string> {
  const given = [{ ...config }, { ...options }] as const;
  const implementation = await import("./key-management.ts");
  return implementation.exportKey(...given);
}

/**
 * Gives a store a new data key, and seals everything in it again: current and earlier states, and the digest.
 *
 * One transaction: whenever it is stopped, by a crash too, the store opens, with the key of before or
 * the new one. While it runs, others can read (until it commits) and wait to write. Managers that have the store open
 * notice, and open it again with what their own sources give then.
 *
 * A new key in a key file is written in front of the one of before, which is taken out after the commit
 * where the file is the store's own (`<store>.key`), and stays in a file of any other name.
 *
 * @throws KeykistError `UNAUTHENTICATED` where the configured key does not open the store; `CORRUPT` where a state
 * is damaged or missing: nothing is changed then; `UNAVAILABLE`, also where someone else gave the store another key at
 * the same time; `INVALID_CONFIG`, `PERMISSION_DENIED`, `ABORTED`, `TIMEOUT`. `outcome` says whether it may have been applied
 *
 * @example
 * ```ts
 * await rekey({ file: "./secrets.db" }, { kind: "key-file" });
 * ```
 */
export async function rekey(
  config: StoreConfig,
  to: NewKey,
  options: StoreOperationOptions = {},
): Promise<RekeyReport> {
  const given = [{ ...config }, { ...to }, { ...options }] as const;
  const implementation = await import("./rekey.ts");
  return implementation.rekey(...given);
}

/**
 * Reads everything that is in a store once, unseals every state, and compares the whole with the store's sealed
 * digest. Changes nothing. Needs constant memory; others may read and write in the meantime: a pass during
 * which someone wrote is made again, and the third holds writers up until it is through.
 *
 * What it cannot see is a whole file that was set back to an older copy of itself.
 *
 * @throws KeykistError the codes of opening a store: `UNAUTHENTICATED`, `INVALID_CONFIG`, `PERMISSION_DENIED`,
 * `CORRUPT` where not even the header can be read, `UNSUPPORTED` for a later format; `ABORTED`, `TIMEOUT`
 *
 * @example
 * ```ts
 * const { sound, damaged } = await verifyStore({ file: "./secrets.db" });
 * if (!sound) console.error("restore from a copy:", damaged);
 * ```
 */
export async function verifyStore(
  config: StoreConfig = {},
  options: StoreOperationOptions = {},
): Promise<StoreReport> {
  const given = [{ ...config }, { ...options }] as const;
  const implementation = await import("./verify-store.ts");
  return implementation.verifyStore(...given);
}
