import path from "node:path";
import { fileURLToPath } from "node:url";
import { GcpEmulator } from "@keykist/emulators/gcp";
import type { ServedFlavor } from "../../../cli/test/flavors/served-flavor.ts";
import { ByHand } from "../by-hand.ts";
import { PROJECT } from "../gcp-harness.ts";

/** An emulator that `kist` reaches over gRPC, and a person who looks at it. */
export interface ServedGcp {
  readonly emulator: GcpEmulator;
  readonly person: ByHand;
  readonly served: ServedFlavor;
  readonly close: () => Promise<void>;
}

/** Serves a project on loopback, empty. */
export async function servedGcp(): Promise<ServedGcp> {
  // The clock does not jump: the programs that call take real time.
  const emulator = new GcpEmulator({ seed: 1, longestJump: 0 });
  const server = await emulator.listenGrpc();
  const person = new ByHand(emulator.client("person"), PROJECT);
  const served = {
    flavor: "gcp",
    folder: fileURLToPath(new URL("../..", import.meta.url)),
    config: [`projectId=${PROJECT}`, `apiEndpoint=http://${server.endpoint}:${server.port}`],
    environment: {},
    harness: path.join(import.meta.dirname, "harness.ts"),
    recoverable: false,
    backend: {
      peek: (name: string) => person.peek(name),
      plant: async (name: string, entries: object) => {
        await person.create(name);
        await person.add(name, JSON.stringify(entries));
      },
    },
  };
  return { emulator, person, served, close: () => server.close() };
}
