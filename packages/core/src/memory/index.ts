export { MemoryBackendError, type MemoryFault } from "./memory-backend-error.ts";
export {
  default,
  MemorySecretsManager,
  type MemorySecretsManagerOptions,
} from "./memory-secrets-manager.ts";
export {
  type MemorySecret,
  type MemoryState,
  MemoryStore,
  type PlantOptions,
} from "./memory-store.ts";
