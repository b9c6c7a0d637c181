import type { LocalConfig } from "./config.ts";
import type { Environment } from "./store-file.ts";
import type { OnOpen } from "./store-identity.ts";

/** Which store is opened, how, and what opens it. */
export interface OpenStoreOptions {
  readonly file: string;
  readonly config: Pick<LocalConfig, "key" | "passphrase" | "keyFile" | "readOnly">;
  readonly environment: Environment;
  readonly askPassphrase: (() => Promise<string>) | undefined;
  /** Called with the store that was opened, before it is used. */
  readonly onOpen?: OnOpen | undefined;
  /** Tells a person something once: that a key file was made. */
  readonly announce: (message: string) => void;
}
