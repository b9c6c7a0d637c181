export { GcpEmulator, type GcpEmulatorOptions } from "./gcp-emulator.ts";
export { GcpError, type GcpStatus } from "./gcp-error.ts";
export type { GcpCallOptions, InProcessClient } from "./in-process-client.ts";
export { type Listener, type ListenOptions, LOCALHOST_CERTIFICATE } from "./listener.ts";
export type { PageFilling } from "./list-page.ts";
export { ALL_PERMISSIONS, type Grant } from "./permissions.ts";
export { DOCUMENTED_QUOTAS, type Quotas } from "./quotas.ts";
