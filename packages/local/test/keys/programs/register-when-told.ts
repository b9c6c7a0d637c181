import { arbitrarySchema } from "@keykist/core";
import { LocalSecretsManager } from "../../../src/index.ts";

/** What the parent asks for: one secret, in a store that may not be there yet. */
export interface Order {
  readonly file: string;
  readonly name: string;
}

/** What became of it. */
export interface Done {
  readonly announced: readonly string[];
  readonly failed: string | undefined;
}

async function register({ file, name }: Order): Promise<Done> {
  const announced: string[] = [];
  const announce = (message: string): void => {
    announced.push(message);
  };
  try {
    await using manager = new LocalSecretsManager({ file }, { announce, environment: {} });
    await manager.registerSecret(arbitrarySchema.create(name, { by: String(process.pid) }));
    return { announced, failed: undefined };
  } catch (error) {
    return { announced, failed: String(error) };
  }
}

async function answer(order: Order): Promise<void> {
  process.send?.(await register(order));
}

process.on("message", (order: Order) => {
  void answer(order);
});
process.send?.("ready");
