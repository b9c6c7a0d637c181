import type { SecretsManager } from "@keykist/core";
import { DEFAULT_MANAGER } from "./choose-manager.ts";

/** The words ` in NAME` for a message about a change. They are left out for the default manager, which needs no configuration. */
export function placeWords({ name }: Pick<SecretsManager, "name">): string {
  return name === DEFAULT_MANAGER ? "" : ` in ${name}`;
}
