import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import type { Session } from "../session.ts";
import { mayBeConfigured } from "./may-be-configured.ts";

/**
 * Returns the variables that hold credentials of configured flavors, as each flavor declares them: they never reach a command
 * that kist runs. keykist's own flavors declare none here: what opens a local store is known, and the variables of
 * cloud SDKs are for every program.
 *
 * A flavor that cannot be loaded withholds nothing, and an untrusted configuration loads no flavor. Neither prevents a
 * command that needs no secret from running.
 */
export async function withheldVariables(session: Session): Promise<ReadonlySet<string>> {
  // Most have no configuration, and pay for no module that reads one.
  if (!mayBeConfigured(session)) return new Set();
  const { openIfTrusted } = await import("../configuration/open-configuration.ts");
  const opened = await openIfTrusted(session);
  if (opened === undefined) return new Set();
  const { content } = opened;
  const used = new Set(Object.values(content.managers).map(({ flavor }) => flavor));
  const others = [...used].filter((flavor) => Object.hasOwn(content.flavors, flavor));
  if (others.length === 0) return new Set();
  const declared = await Promise.all(others.map((flavor) => variablesOf(flavor, opened)));
  return new Set(declared.flat());
}

async function variablesOf(flavor: string, opened: OpenedConfiguration): Promise<string[]> {
  const { loadFlavor } = await import("../flavors/load-flavor.ts");
  const { configVariables } = await import("@keykist/core");
  try {
    const { configSchema } = await loadFlavor(flavor, opened);
    return [...configVariables(configSchema).values()];
  } catch {
    return [];
  }
}
