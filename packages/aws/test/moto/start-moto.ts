import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A Python that has moto, and which moto it is. */
export interface FoundMoto {
  readonly python: string;
  readonly version: string;
}

/** A moto server that listens on loopback. */
interface Moto {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const program = fileURLToPath(new URL("moto_server.py", import.meta.url));

/** Where `npm run peers` installs it. */
const installed = fileURLToPath(new URL("../../../../.peers/python/bin", import.meta.url));

/** Looks for moto where the repository installs its peers, then along PATH. */
export function findMoto(): FoundMoto | undefined {
  const folders = [installed, ...(process.env["PATH"] ?? "").split(path.delimiter)];
  const beside = folders
    .filter((folder) => existsSync(path.join(folder, "moto_server")))
    .map((folder) => path.join(folder, "python3"));
  for (const python of [...beside, "python3"]) {
    const version = versionOf(python);
    if (version !== undefined) return { python, version };
  }
  return undefined;
}

function versionOf(python: string): string | undefined {
  try {
    const ask = "import moto.server, moto; print(moto.__version__)";
    return execFileSync(python, ["-c", ask], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    // No such Python, or one without moto: another may have it.
    return undefined;
  }
}

/** One moto for the tests of a file, started by the first that asks for it. */
export function sharedMoto(
  found: FoundMoto | undefined,
  state: "as it is" | "repaired",
): { readonly endpoint: () => Promise<string>; readonly stop: () => Promise<void> } {
  let starting: Promise<Moto> | undefined;
  return {
    endpoint: async () => {
      if (found === undefined) throw new Error("moto_server is not found");
      return (await (starting ??= startMoto(found, state))).endpoint;
    },
    stop: async () => {
      await (await starting)?.stop();
    },
  };
}

/** Starts moto, as it is or repaired, and waits until it answers. */
async function startMoto({ python }: FoundMoto, state: "as it is" | "repaired"): Promise<Moto> {
  const port = await freePort();
  const server = spawn(python, [program, state, String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswers(endpoint, server);
  return {
    endpoint,
    stop: async () => {
      if (server.exitCode !== null) return;
      const exited = once(server, "exit");
      server.kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

async function untilAnswers(endpoint: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`moto ended with ${server.exitCode}`);
    try {
      await fetch(new URL("/moto-api/", endpoint));
      return;
    } catch {
      // It is still starting.
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
}
