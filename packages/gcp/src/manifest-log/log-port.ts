import type { Manifest } from "./manifest.ts";

/** What an access to one version finds. */
export type Accessed =
  | { readonly kind: "found"; readonly number: number; readonly data: Uint8Array }
  | { readonly kind: "not_found" }
  | { readonly kind: "destroyed" }
  | { readonly kind: "disabled" };

/** How an append ended. What surely had no effect is thrown by the port, and ends the write. */
export type Appended =
  | { readonly kind: "appended"; readonly number: number }
  /** No answer came: it may have taken effect, may do so later, or never. */
  | { readonly kind: "unknown"; readonly error: unknown };

/** A version that is not destroyed, and not about to be. */
export interface ActiveVersion {
  readonly number: number;
  /** When the server added it; milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

/** The versions of one secret, as the protocol needs them. */
export interface VersionsPort {
  /** Strongly consistent, the positive answer as well as `not_found`. */
  access(number: number): Promise<Accessed>;
  /** The version that was added last, whatever its state. May be an older one. */
  latest(): Promise<Accessed>;
  /** Adds a version. Numbers are dense, in the order of adding, from 1. */
  append(data: Uint8Array): Promise<Appended>;
  /** Destroys a version for good. One that is destroyed already is no error. */
  destroy(number: number): Promise<void>;
  /** Lists the versions that are not destroyed. The list may be of an earlier time. */
  active(): Promise<readonly ActiveVersion[]>;
}

/** All that the protocol knows of the world: one head, the secrets of keys, and time. */
export interface LogPort {
  readonly head: VersionsPort;
  /** The versions of a key's secret. Where keykist did not make that, nothing is destroyed. */
  key(secret: string): VersionsPort;
  /**
   * Reports whether a manifest can be one of this log: it names the log's own path, and for each key the one id that
   * path and key give.
   */
  owns(manifest: Manifest): boolean;
  /** Waits before repetition number `attempt`, counted from 1; throws when the operation is over. */
  backOff(attempt: number): Promise<void>;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}
