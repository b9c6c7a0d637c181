import { describe, expect, it } from "vitest";
import type { StepInterceptor } from "@keykist/core";
import { MemoryBackendError, MemorySecretsManager, MemoryStore } from "@keykist/core/memory";
import { HistoryRecorder, type RecordedClient } from "../../src/index.ts";

/** A client, another of the same store, and what is written down of both. */
function clients(interceptStep?: StepInterceptor): {
  readonly recorder: HistoryRecorder;
  readonly client: RecordedClient;
  readonly other: RecordedClient;
} {
  const store = new MemoryStore();
  const recorder = new HistoryRecorder();
  return {
    recorder,
    client: recorder.client("client", new MemorySecretsManager({}, { store, interceptStep })),
    other: recorder.client("other", new MemorySecretsManager({}, { store })),
  };
}

function kinds({ history }: HistoryRecorder): string[] {
  return history.map(({ action, answer }) => `${action.kind}: ${answer.kind}`);
}

describe("HistoryRecorder", () => {
  it("writes down what was asked and answered, with times that go on", async () => {
    const { recorder, client, other } = clients();
    const revision = await client.register("db", { password: "tulip" });
    expect(await other.read("db")).toEqual({ entries: { password: "tulip" }, revision });
    expect(recorder.history).toEqual([
      {
        client: "client",
        secret: "db",
        action: { kind: "register", entries: { password: "tulip" } },
        answer: { kind: "written", revision },
        invoked: 1,
        returned: 2,
      },
      {
        client: "other",
        secret: "db",
        action: { kind: "read" },
        answer: { kind: "shown", entries: { password: "tulip" }, revision },
        invoked: 3,
        returned: 4,
      },
    ]);
  });

  it("writes down refusals, which its clients take without a word", async () => {
    const { recorder, client, other } = clients();
    expect(await client.update("db", {})).toBeUndefined();
    const ifRevision = await client.register("db", {});
    await client.register("db", {});
    await client.update("db", { a: "b" });
    await other.update("db", {}, { ifRevision });
    await other.delete("db", { ifRevision });
    await other.delete("db");
    await other.modify("db", (entries) => entries);
    expect(kinds(recorder)).toEqual([
      "update: absent",
      "register: written",
      "register: exists",
      "update: written",
      "update: conflict",
      "delete: conflict",
      "delete: deleted",
      "modify: absent",
    ]);
  });

  it("writes down what a change saw last and answered, and counts its retries", async () => {
    const between: (() => Promise<unknown>)[] = [];
    const { recorder, client, other } = clients(async (step, run) => {
      if (step.name === "replace") await between.pop()?.();
      return run();
    });
    await client.register("db", { count: "0" });
    between.push(() => other.update("db", { count: "5" }));
    await client.modify("db", ({ count }) => ({ count: String(Number(count) + 1) }));
    expect(recorder.retries).toBe(1);
    expect(recorder.history.at(-1)?.action).toEqual({
      kind: "modify",
      saw: { count: "5" },
      entries: { count: "6" },
    });
  });

  it("writes down a write whose answer was lost as one of unknown outcome", async () => {
    const { recorder, client } = clients(async (step, run) => {
      const answer = await run();
      if (step.mutates) throw new Error("the connection was lost");
      return answer;
    });
    await client.register("db", {});
    await client.delete("db");
    expect(kinds(recorder)).toEqual(["register: unknown", "delete: unknown"]);
  });

  it("keeps what had no effect and says nothing apart", async () => {
    const { recorder, client } = clients(() => Promise.reject(new MemoryBackendError("denied")));
    await client.register("db", {});
    await client.read("db");
    expect(recorder.history).toEqual([]);
    expect(recorder.failures.map(({ error }) => error.code)).toEqual([
      "PERMISSION_DENIED",
      "PERMISSION_DENIED",
    ]);
  });

  it("writes down many that are read at once, and listed, each by itself", async () => {
    const { recorder, client } = clients();
    await client.register("a", {});
    expect([...(await client.readMany(["a", "b"])).keys()]).toEqual(["a"]);
    expect(await client.list("", ["a", "b"])).toEqual(["a"]);
    await client.describe("a");
    const seen = recorder.history.slice(1).map(({ secret, answer }) => `${secret} ${answer.kind}`);
    expect(seen).toEqual(["a shown", "b absent", "a shown", "b absent", "a shown"]);
  });

  it("writes down that a client's process ended in a write, and nothing that comes of it later", async () => {
    const held = Promise.withResolvers<void>();
    const { recorder, client } = clients(async (_step, run) => {
      await held.promise;
      return run();
    });
    const writing = client.register("db", { password: "tulip" });
    const reading = client.read("other");
    client.crash();
    client.crash();
    expect(kinds(recorder)).toEqual(["register: unknown"]);
    held.resolve();
    await writing;
    await reading;
    expect(kinds(recorder)).toEqual(["register: unknown", "read: absent"]);
  });
});
