export type { LocalConfig } from "./config.ts";
export {
  default,
  LocalSecretsManager,
  type LocalSecretsManagerOptions,
} from "./local-secrets-manager.ts";
export { storeFile } from "./store-file.ts";
export { exportKey, keySource, rekey, verifyStore } from "./store-functions.ts";
export type { KeySourceReport } from "./key-management.ts";
export type { KeySourceKind } from "./key-source.ts";
export type { NewKey } from "./next-key.ts";
export type { RekeyReport } from "./rekey.ts";
export type { OnOpen, StoreIdentity } from "./store-identity.ts";
export type { StateKind } from "./sealing.ts";
export type { StoreConfig, StoreOperationOptions } from "./store-operation.ts";
export type { StoreReport } from "./verify-store.ts";
