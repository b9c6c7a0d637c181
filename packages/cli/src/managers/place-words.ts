import type { SecretsManager } from "@keykist/core";
import { DEFAULT_MANAGER } from "./choose-manager.ts";

/** Where something was changed, as a part of a sentence; nothing for the manager that is there without a configuration. */
export function inManager({ name }: Pick<SecretsManager, "name">): string {
  return name === DEFAULT_MANAGER ? "" : ` in ${name}`;
}
