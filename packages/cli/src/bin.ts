#!/usr/bin/env node
import path from "node:path";

/** How long what is left may still take once all is said. */
const GRACE_MS = 500;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`kist: this is Node ${process.version}; kist needs Node 22.13 or later\n`);
  process.exitCode = 1;
} else {
  void start();
}

async function start(): Promise<void> {
  // What scripts ask again and again is answered without all that commands need.
  if (process.argv.length === 3 && process.argv[2] === "--version") {
    const { currentVersion } = await import("./version.ts");
    heard(process.stdout).write(`${currentVersion()}\n`);
    return;
  }
  // A report of a crash would hold all variables, KEYKIST_KEY among them.
  process.report.excludeEnv = true;
  if (process.env["NODE_DEBUG"] !== undefined) {
    const { hideDebugging } = await import("./hidden-debugging.ts");
    hideDebugging();
  }
  await keepCompiled();
  const { main } = await import("./main.ts");

  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }

  const workingFolder = currentFolder();
  if (workingFolder === undefined) {
    process.stderr.write("kist: the working folder is gone; change to another one\n");
    process.exitCode = 1;
    return;
  }
  process.exitCode = await main(
    {
      program: import.meta.filename,
      environment: process.env,
      workingFolder,
      // Each is opened when it is first asked for: a command that is run has them to itself.
      get stdin() {
        return process.stdin;
      },
      get stdout() {
        return heard(process.stdout);
      },
      get stderr() {
        return heard(process.stderr);
      },
      signal: stop.signal,
    },
    process.argv.slice(2),
  );
  // What a backend leaves running, deaf to its abort, must not hold the shell.
  setTimeout(() => process.exit(), GRACE_MS).unref();
}

async function keepCompiled(): Promise<void> {
  const { userFolders } = await import("./configuration/user-folders.ts");
  const { useCompileCache } = await import("./compile-cache.ts");
  const { cache } = userFolders(process.env);
  useCompileCache(path.join(cache, "compiled"));
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    // Someone has removed it since it became the working folder.
    return undefined;
  }
}

/** A stream whose failures are told to who writes; as an event that nobody hears, one would end the process. */
function heard(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.listenerCount("error") === 0 ? stream.on("error", () => undefined) : stream;
}
