export { findMoto, type FoundMoto } from "./find-moto.ts";
export { type PeerServer, type PeerServerOptions, startPeer } from "./peer-server.ts";
export { resetMoto, startMoto, type StartMotoOptions } from "./start-moto.ts";
