import { arbitrarySchema, type SecretsManager } from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { LocalSecretsManager, verifyStore } from "../../../src/index.ts";
import { TEST_KEY } from "../../test-key.ts";

// Does what one program does with a manager, and then has nothing left to do. Arguments: the flavor, the story, a file for a store.

const [flavor = "", story = "", file = ""] = process.argv.slice(2);
/** Longer than the test waits: whatever waits for it is seen. */
const timeoutMs = 600_000;
const secret = arbitrarySchema.create("db", { password: "tulip" });

function open(config: { readonly key?: string; readonly timeoutMs?: number } = {}): SecretsManager {
  return flavor === "memory"
    ? new MemorySecretsManager({ timeoutMs, ...config })
    : new LocalSecretsManager({ file, key: TEST_KEY, timeoutMs, ...config }, { environment: {} });
}

/** What a program does that forgets to close. */
const stories: Readonly<Record<string, () => Promise<unknown>>> = {
  nothing: () => Promise.resolve(open()),
  use: async () => {
    const manager = open();
    await manager.registerSecret(secret);
    await manager.modifySecret("db", (content) => ({ ...content, user: "app" }));
    await manager.getSecrets(["db", "other"]);
    await manager.getSecretHistory("db");
    return manager;
  },
  "begun listing": async () => {
    const manager = open();
    for (const name of ["a", "b"]) await manager.registerSecret(arbitrarySchema.create(name, {}));
    await manager.listSecrets()[Symbol.asyncIterator]().next();
    return manager;
  },
  refusal: async () => {
    const manager = open();
    await failing(manager.getSecret("db"));
    await failing(manager.updateSecret(secret));
    return manager;
  },
  "failed start": async () => {
    await open().registerSecret(secret);
    const manager = open({ key: Buffer.alloc(32, 9).toString("base64") });
    await failing(manager.registerSecret(secret));
    return manager;
  },
  abort: async () => {
    const manager = open();
    await failing(manager.registerSecret(secret, { signal: AbortSignal.abort() }));
    const controller = new AbortController();
    const registered = failing(manager.registerSecret(secret, { signal: controller.signal }));
    controller.abort();
    await registered;
    return manager;
  },
  timeout: async () => {
    const manager = open({ timeoutMs: 1 });
    await Promise.allSettled(
      ["a", "b", "c"].map((name) => manager.registerSecret(arbitrarySchema.create(name, {}))),
    );
    return manager;
  },
  "whole store": async () => {
    await open().registerSecret(secret);
    await verifyStore({ file, key: TEST_KEY }, { environment: {} });
    return undefined;
  },
};

async function failing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch {
    return;
  }
  throw new Error("it did not fail");
}

const [name = "", ending] = story.split(", then ");
const manager = await stories[name]?.();
if (ending === "close" && typeof manager === "object" && manager !== null) {
  const close: unknown = Reflect.get(manager, "close");
  if (typeof close === "function") await Reflect.apply(close, manager, []);
}
// Held until the end, so that it is not collected.
process.once("exit", () => {
  process.stdout.write(manager === undefined ? "ended" : "ended with a manager");
});
