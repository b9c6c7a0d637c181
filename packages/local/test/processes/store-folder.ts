import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalSecretsManager } from "../../src/index.ts";
import { TEST_KEY } from "../test-key.ts";

/** A folder of its own for one store, which goes when it is no longer used. */
export class StoreFolder implements AsyncDisposable {
  readonly folder: string;
  readonly file: string;

  constructor(folder: string) {
    this.folder = folder;
    this.file = path.join(folder, "secrets.db");
  }

  static async make(): Promise<StoreFolder> {
    return new StoreFolder(await mkdtemp(path.join(tmpdir(), "keykist-processes-")));
  }

  /** A manager over the store, in this process. */
  manager(config: { readonly timeoutMs?: number } = {}): LocalSecretsManager {
    return new LocalSecretsManager(
      { ...config, file: this.file, key: TEST_KEY },
      { environment: {} },
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
