import { describe, expect, test } from "vitest";
import { startPeer } from "../../src/peers/index.ts";

/** A server in a process of its own, which says which process that is. */
const SERVER = `
  const { createServer } = require("node:http");
  createServer((_request, response) => response.end(String(process.pid))).listen(Number(process.argv[1]), "127.0.0.1");
`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a peer", () => {
  test("answers once it is started, and is gone once it is stopped", async () => {
    const peer = await startPeer({
      command: process.execPath,
      arguments: (port) => ["-e", SERVER, String(port)],
      path: "/",
    });
    const pid = Number(await (await fetch(peer.endpoint)).text());
    expect(pid).not.toBe(process.pid);
    expect(isRunning(pid)).toBe(true);
    await peer.stop();
    expect(isRunning(pid)).toBe(false);
    await expect(fetch(peer.endpoint)).rejects.toThrow("fetch failed");
  });

  test("that ends is told by how it ended", async () => {
    const starting = startPeer({
      command: process.execPath,
      arguments: () => ["-e", "process.exit(3)"],
      path: "/",
    });
    await expect(starting).rejects.toThrow("does not serve: it ended with 3");
  });

  test("that never answers is stopped", async () => {
    const starting = startPeer({
      command: process.execPath,
      arguments: () => ["-e", "setInterval(() => undefined, 1000)"],
      path: "/",
      startTime: 200,
    });
    await expect(starting).rejects.toThrow("it did not answer in time");
  });

  test("that is no program is named", async () => {
    const starting = startPeer({ command: "no-such-peer", arguments: () => [], path: "/" });
    await expect(starting).rejects.toThrow(
      "no-such-peer does not serve: spawn no-such-peer ENOENT",
    );
  });
});
