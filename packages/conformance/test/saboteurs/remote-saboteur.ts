import { RemoteSecretsManager } from "../remote/remote-secrets-manager.ts";
import { remoteHarness } from "../remote/remote-harness.ts";
import type { Saboteur } from "./saboteur.ts";

/** The class that saboteurs extend whose operations have to be several calls. */
export type RemoteClass = typeof RemoteSecretsManager;

/** A saboteur that is a subclass of the remote manager. */
export function sabotageRemote(
  breaks: string,
  changes: string,
  change: (Base: RemoteClass) => RemoteClass,
  options: { readonly alsoFails?: Saboteur["alsoFails"] } = {},
): Saboteur {
  const Sabotaged = change(RemoteSecretsManager);
  return {
    breaks,
    changes,
    alsoFails: options.alsoFails,
    harness: remoteHarness((...given) => new Sabotaged(...given), "saboteur"),
  };
}
