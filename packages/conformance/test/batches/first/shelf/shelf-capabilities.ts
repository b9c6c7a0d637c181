import type { Capabilities } from "@keykist/core";

/** What a document under an etag makes possible; the service keeps no earlier ones. */
export const shelfCapabilities: Capabilities = {
  exclusiveCreate: "server",
  guardedUpdate: "server",
  guardedDelete: "server",
  readAfterWrite: "strong",
  listAfterWrite: "strong",
  atomicUpdate: true,
  write: true,
  adopt: true,
  history: "none",
  deletion: "immediate",
  nativeReads: "exact",
  readsById: true,
  limits: { valueBytes: 32_768, secretBytes: 65_536, keys: 500, names: 200 },
};
