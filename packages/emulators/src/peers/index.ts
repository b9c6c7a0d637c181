export { findPeer, GCP_SECRET_MANAGER_EMULATOR, type PeerProgram } from "./peer-program.ts";
export { type RunningPeer, startPeer, type StartOptions } from "./running-peer.ts";
