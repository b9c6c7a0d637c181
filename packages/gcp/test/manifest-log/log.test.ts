import { beforeEach, describe, expect, it } from "vitest";
import { LogReader } from "../../src/manifest-log/log-reader.ts";
import { LogWriter } from "../../src/manifest-log/log-writer.ts";
import { manifest, WrittenLog } from "./written-log.ts";

let log: WrittenLog;
beforeEach(() => {
  log = new WrittenLog();
});

const writer = () => new LogWriter(log.port, new LogReader(log.port), { transaction: "mine" });
const strong = async () => (await new LogReader(log.port).strong()).number;
const snapshot = async () => (await new LogReader(log.port).snapshot()).number;

/** Writers that raced, a late copy, and a person: [base, seen], and the number in force afterwards. */
const story: readonly [record: readonly [number, number] | "junk", inForce: number, why: string][] =
  [
    [[0, 0], 1, "the secret is registered"],
    [[1, 1], 2, "it is updated"],
    [[1, 1], 2, "a writer that had raced with the update has lost"],
    [[2, 3], 4, "it tries again, having seen its own record"],
    [[2, 3], 4, "another one has lost against that"],
    ["junk", 4, "a person types into the head"],
    [[4, 6], 7, "the other one tries again"],
    [[2, 3], 7, "a copy of an earlier attempt lands late"],
  ];

function writeStory(length = story.length): void {
  for (const [record] of story.slice(0, length)) {
    if (record === "junk") log.type("hello");
    else log.write(...record);
  }
}

describe("which manifest is in force", () => {
  it("none, of an empty head", async () => {
    expect([await strong(), await snapshot()]).toEqual([0, 0]);
  });

  it.each(story.map(([, inForce, why], index) => [index + 1, why, inForce] as const))(
    "after record %i: %s",
    async (length, _why, inForce) => {
      writeStory(length);
      expect([await strong(), await snapshot()]).toEqual([inForce, inForce]);
    },
  );

  it.each([1, 2, 3, 5, 8])("is found where latest is %i behind", async (lag) => {
    writeStory();
    log.lag = lag;
    expect(await strong()).toBe(7);
    expect(await snapshot()).toBe(lag === 8 ? 7 : story[story.length - lag - 1]?.[1]);
  });

  it("is found in few accesses where latest is hundreds behind", async () => {
    for (let number = 0; number < 500; number += 1) log.write(number, number);
    log.lag = 400;
    expect(await strong()).toBe(500);
    expect(log.accesses).toBeLessThan(30);
  });

  it("stays, when somebody comes back who was suspended since its window was destroyed", async () => {
    writeStory();
    log.become("destroyed", 1, 2, 3);
    log.write(1, 1);
    expect([await strong(), await snapshot()]).toEqual([7, 7]);
  });

  it("a record that supersedes what its writer cannot have seen is junk", async () => {
    log.write(0, 0);
    log.write(1, 2);
    log.write(2, 1);
    expect(await strong()).toBe(1);
  });
});

describe("what is not passed over", () => {
  it.each(["destroyed", "disabled"] as const)("the manifest in force that is %s", async (what) => {
    log.write(0, 0);
    log.write(1, 1);
    log.become(what, 2);
    await expect(strong()).rejects.toMatchObject({ problem: "damaged" });
    await expect(snapshot()).rejects.toMatchObject({ problem: "damaged" });
  });

  it("a number that is missing below a known one", async () => {
    log.write(0, 0);
    log.write(1, 1);
    log.write(1, 1);
    log.become("missing", 2);
    await expect(strong()).rejects.toMatchObject({ problem: "hole" });
  });

  it("a record of a later format", async () => {
    log.write(0, 0);
    log.type(JSON.stringify({ keykist: 2 }));
    await expect(strong()).rejects.toMatchObject({ problem: "newer" });
  });
});

describe("a writer", () => {
  it("has won without reading anything, where its record is the next", async () => {
    log.write(0, 0);
    const state = await new LogReader(log.port).strong();
    log.accesses = 0;
    const outcome = await writer().commit(state, manifest({}));
    expect(outcome).toMatchObject({ kind: "committed", number: 2 });
    expect(log.accesses).toBe(0);
  });

  it("has lost where another superseded the same manifest before it", async () => {
    log.write(0, 0);
    const state = await new LogReader(log.port).strong();
    log.write(1, 1, "another");
    expect(await writer().commit(state, manifest({}))).toEqual({ kind: "lost" });
  });

  it("has won behind records that could not win", async () => {
    log.write(0, 0);
    const state = await new LogReader(log.port).strong();
    log.type("hello");
    log.write(0, 0, "late copy");
    expect(await writer().commit(state, manifest({}))).toMatchObject({ number: 4 });
  });

  it("does not take what was destroyed for no competitor: it follows the links of what is in force", async () => {
    log.write(0, 0);
    const state = await new LogReader(log.port).strong();
    log.type("hello");
    log.write(1, 2, "another");
    log.become("destroyed", 2);
    // From 3 they lead to 1, and not over its own record.
    expect(await writer().commit(state, manifest({}))).toEqual({ kind: "lost" });
  });

  it("does not know the outcome where the links are destroyed, too", async () => {
    log.write(0, 0);
    const state = await new LogReader(log.port).strong();
    log.write(1, 1);
    log.write(2, 2);
    log.become("destroyed", 1, 2);
    // From 3 they lead to 2, which may have been anybody's.
    expect(await writer().commit(state, manifest({}))).toMatchObject({ kind: "unknown" });
  });

  it("that declines has written nothing", async () => {
    const outcome = await writer().update(async () => ({ kind: "decline", refusal: "exists" }));
    expect(outcome).toEqual({ kind: "declined", refusal: "exists" });
    expect(log.head).toHaveLength(0);
  });
});
