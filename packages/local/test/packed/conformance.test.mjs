import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";

import { conformanceTests } from "@keykist/conformance";
import { LocalSecretsManager } from "@keykist/local";

/** A key for tests, and for nothing else. */
const key = Buffer.alloc(32, 7).toString("base64");

conformanceTests(
  { describe, it },
  {
    flavor: "local",
    backend: "a file, node:sqlite",
    open: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "keykist-local-"));
      const file = path.join(folder, "secrets.db");
      return {
        manager: (config, options) =>
          new LocalSecretsManager({ ...config, file, key }, { ...options, environment: {} }),
        close: () => rm(folder, { recursive: true, force: true }),
      };
    },
    faults: {
      denied: () => Object.assign(new Error("permission denied"), { code: "EACCES" }),
      // SQLITE_IOERR
      unavailable: () => Object.assign(new Error("disk I/O error"), { errcode: 10 }),
    },
  },
  // That it holds in a namespace, too, the package's own tests try: this is about what was packed, under each Node.
  { cases: ["@plain"] },
);
