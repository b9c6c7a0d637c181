import { fileURLToPath } from "node:url";
import { type FoundInPython, type PeerServer, startMoto } from "@keykist/emulators/peers";

const program = fileURLToPath(new URL("moto_server.py", import.meta.url));

/** One moto for the tests of a file, started by the first that asks for it. */
export interface SharedMoto {
  readonly endpoint: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Moto as it is, or with the repair that moto_server.py tells of. */
export function sharedMoto(
  found: FoundInPython | undefined,
  state: "as it is" | "repaired",
): SharedMoto {
  let starting: Promise<PeerServer> | undefined;
  return {
    endpoint: async () => {
      if (found === undefined) throw new Error("moto_server is not found");
      starting ??= startMoto(found, { program: [program, state] });
      return (await starting).endpoint;
    },
    stop: async () => {
      await (await starting)?.stop();
    },
  };
}
