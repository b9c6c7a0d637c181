export { findDrongo } from "./find-drongo.ts";
export { findGcpPeer } from "./find-gcp-peer.ts";
export type { FoundInPython } from "./find-in-python.ts";
export { findMoto } from "./find-moto.ts";
export { findGcloud, type GcloudEnd, type GcloudOptions, gcloudSecrets } from "./gcloud.ts";
export { type PeerServer, type PeerServerOptions, startPeer } from "./peer-server.ts";
export { resetDrongo, startDrongo } from "./start-drongo.ts";
export { type GcpPeer, startGcpPeer } from "./start-gcp-peer.ts";
export { resetMoto, startMoto, type StartMotoOptions } from "./start-moto.ts";
