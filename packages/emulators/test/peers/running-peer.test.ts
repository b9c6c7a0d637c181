import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findPeer, startPeer } from "../../src/peers/index.ts";

/** A server that answers the names of its environment variables. */
const TEXT =
  "const [port] = process.argv.slice(1); require('node:http').createServer((_, response) => response.end(JSON.stringify(Object.keys(process.env)))).listen(Number(port), '127.0.0.1')";

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a server of others", () => {
  it("is started on a free port, without this machine's environment, and stopped", async () => {
    vi.stubEnv("A_TOKEN", "of this machine");
    const peer = await startPeer({
      program: process.execPath,
      ports: 1,
      args: ([port]) => ["-e", TEXT, String(port)],
    });
    expect(isAlive(peer.pid)).toBe(true);
    const response = await fetch(`http://127.0.0.1:${peer.ports[0]}/`);
    expect(await response.json()).not.toContain("A_TOKEN");
    await peer.stop();
    expect(isAlive(peer.pid)).toBe(false);
    vi.unstubAllEnvs();
  });

  it("that ends at once is told of", async () => {
    const start = startPeer({ program: process.execPath, ports: 1, args: () => ["-e", "0"] });
    await expect(start).rejects.toThrow("ended before it listened");
  });

  it("that never listens is stopped", async () => {
    const start = startPeer({
      program: process.execPath,
      ports: 2,
      args: () => ["-e", "setInterval(() => 0, 1000)"],
      startWithin: 300,
    });
    await expect(start).rejects.toThrow("did not listen in time");
  });

  it("that is not there is told of", async () => {
    const start = startPeer({ program: "/no/such/program", ports: 1, args: () => [] });
    await expect(start).rejects.toThrow("cannot start");
  });

  it("that is not stopped is ended when its time is up", async () => {
    const peer = await startPeer({
      program: process.execPath,
      ports: 1,
      args: ([port]) => ["-e", TEXT, String(port)],
      lifetime: 1500,
    });
    await vi.waitFor(
      () => {
        expect(isAlive(peer.pid)).toBe(false);
      },
      { timeout: 30_000 },
    );
  });
});

describe("where a peer is not installed", () => {
  const peer = { name: "some-peer", program: "some-program" };
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "keykist-peers-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it("the run says so", () => {
    vi.stubEnv("KEYKIST_PEERS", undefined);
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(findPeer(peer, folder)).toBeUndefined();
    expect(write).toHaveBeenCalledWith("0 peer tests run: some-peer not found\n");
  });

  it("the run fails, if it is required", () => {
    vi.stubEnv("KEYKIST_PEERS", "required");
    expect(() => findPeer(peer, folder)).toThrow("0 peer tests run: some-peer not found");
  });

  it("and where it is, its path is answered", () => {
    const file = path.join(folder, peer.program);
    writeFileSync(file, "");
    chmodSync(file, 0o755);
    expect(findPeer(peer, folder)).toBe(file);
  });
});
