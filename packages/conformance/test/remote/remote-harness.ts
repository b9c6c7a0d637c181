import type { SecretsManager, SecretsManagerConfig, SecretsManagerOptions } from "@keykist/core";
import type { ConformanceBackend, ConformanceHarness } from "../../src/index.ts";
import { RemoteError } from "./remote-error.ts";
import { present, type PresentHead } from "./remote-protocol.ts";
import { RemoteSecretsManager } from "./remote-secrets-manager.ts";
import { REMOTE_ACTIONS, REMOTE_PAGE, RemoteServer } from "./remote-server.ts";

/** Makes the managers of a harness; saboteurs bring their own. */
export type MakeRemoteManager = (
  server: RemoteServer,
  config: Partial<SecretsManagerConfig>,
  options: SecretsManagerOptions,
) => SecretsManager;

const honest: MakeRemoteManager = (server, config, options) =>
  new RemoteSecretsManager(server, config, options);

/** A harness over remote managers, one server per backend. */
export function remoteHarness(
  make: MakeRemoteManager = honest,
  flavor = "remote",
): ConformanceHarness {
  return {
    flavor,
    backend: "a server in this process",
    pageSize: REMOTE_PAGE,
    // A head is looked at before it is written; of two keys, each is a call.
    budgets: {
      getSecret: 3,
      getSecrets: 3,
      describeSecret: 1,
      getAllSecretKeys: 1,
      listSecrets: 1,
      registerSecret: 4,
      updateSecret: 4,
      "updateSecret-guarded": 4,
      modifySecret: 7,
      deleteSecret: 4,
      "deleteSecret-guarded": 4,
      deleteAllSecrets: 5,
      getSecretHistory: 1,
      rollbackSecret: 10,
      adoptSecret: 5,
    },
    open: async () => remoteBackend(make),
    refusableActions: REMOTE_ACTIONS,
    refusal: () => new RemoteError("denied"),
    faults: {
      denied: () => new RemoteError("denied"),
      unauthenticated: () => new RemoteError("unauthenticated"),
      throttled: () => new RemoteError("throttled"),
      unavailable: () => new RemoteError("unavailable"),
    },
  };
}

function remoteBackend(make: MakeRemoteManager): ConformanceBackend {
  const server = new RemoteServer();
  const plant = (
    path: string,
    entries: Readonly<Record<string, string>>,
    type: string | undefined,
  ): void => {
    const revision = crypto.randomUUID();
    const at = Date.now();
    const parts = new Map(Object.keys(entries).map((key) => [key, `${revision}/${key}`]));
    for (const [key, id] of parts) server.parts.set(id, entries[key] ?? "");
    const owned = type !== undefined;
    const states = [{ revision, at, parts }] as const;
    server.plantHead(path, { attempt: revision, type, owned, createdAt: at, states });
  };
  return {
    manager: (config, options) => make(server, config, options),
    peek: async (path) => {
      const head = present(server.heads.get(path));
      return head && { entries: entriesOf(server, head), type: head.type, owned: head.owned };
    },
    nativeRead: async (path) => {
      const head = present(server.heads.get(path));
      return head && entriesOf(server, head);
    },
    nativeTools: {
      remove: async (path) => {
        server.heads.delete(path);
      },
      put: async (path, entries) => {
        const head = present(server.heads.get(path));
        plant(path, entries, head?.owned === true ? head.type : undefined);
      },
    },
    plant: async (path, entries, { owned, type = "arbitrary" }) => {
      plant(path, entries, owned ? type : undefined);
    },
    fill: async (paths) => {
      for (const path of paths) plant(path, { password: "tulip" }, "arbitrary");
    },
    refuse: (actions) => {
      server.refuse(actions);
    },
    serverFaults: server,
    calls: () => server.calls,
    connections: () => server.connections,
    close: async () => undefined,
  };
}

/** The values that a head names. */
function entriesOf(
  server: RemoteServer,
  { states: [{ parts }] }: PresentHead,
): Record<string, string> {
  const entries = Array.from(parts, ([key, id]): [string, string] => [
    key,
    server.parts.get(id) ?? "",
  ]);
  return Object.fromEntries(entries);
}
