import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A moto server that listens on loopback. */
export interface Moto {
  readonly version: string;
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

const program = fileURLToPath(new URL("moto_server.py", import.meta.url));

/** The Python that has moto, and which moto it is; `undefined` where there is none. */
export function findMoto(): { readonly python: string; readonly version: string } | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
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

/** Starts moto, as it is or repaired, and waits until it answers. */
export async function startMoto(
  { python, version }: { readonly python: string; readonly version: string },
  state: "as it is" | "repaired",
): Promise<Moto> {
  const port = await freePort();
  const server = spawn(python, [program, state, String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswers(endpoint, server);
  return {
    version,
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
