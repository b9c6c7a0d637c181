export { findGcpPeer } from "./find-gcp-peer.ts";
export { findMoto, type FoundMoto } from "./find-moto.ts";
export { type PeerServer, type PeerServerOptions, startPeer } from "./peer-server.ts";
export { type GcpPeer, startGcpPeer } from "./start-gcp-peer.ts";
export { resetMoto, startMoto, type StartMotoOptions } from "./start-moto.ts";
