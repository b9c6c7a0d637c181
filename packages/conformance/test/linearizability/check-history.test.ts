import { describe, expect, it } from "vitest";
import { checkHistory, lagging, type RecordedOperation } from "../../src/index.ts";
import { did } from "./short-history.ts";

function verdict(...history: readonly RecordedOperation[]): string {
  return checkHistory(history).kind;
}

const other = (operation: RecordedOperation): RecordedOperation => ({
  ...operation,
  secret: "other",
});

const registered = did.register([0, 1], "a", "r1");

describe("what one operation after the other may be answered", () => {
  it.each<[title: string, history: readonly RecordedOperation[]]>([
    ["nothing at all", []],
    ["a read of a secret that is not there", [did.readAbsent([0, 1])]],
    ["register, read", [registered, did.read([2, 3], "a", "r1")]],
    ["a description, which shows the revision only", [registered, did.describe([2, 3], "r1")]],
    ["a second register that is refused", [registered, did.registerExists([2, 3], "b")]],
    [
      "register, delete, register",
      [registered, did.delete([2, 3]), did.register([4, 5], "b", "r2")],
    ],
    ["a guarded update", [registered, did.update([2, 3], "b", "r2", "r1")]],
    [
      "a guarded update that comes too late",
      [registered, did.update([2, 3], "b", "r2"), did.updateConflict([4, 5], "c", "r1")],
    ],
    ["an update of nothing", [did.updateAbsent([0, 1], "a")]],
    ["a guarded delete", [registered, did.delete([2, 3], "r1"), did.readAbsent([4, 5])]],
    ["modify", [registered, did.modify([2, 3], "a", "b", "r2"), did.read([4, 5], "b", "r2")]],
  ])("%s", (_title, history) => {
    expect(verdict(...history)).toBe("linearizable");
  });
});

describe("what it may not", () => {
  it.each<[title: string, history: readonly RecordedOperation[]]>([
    ["a stale read", [registered, did.update([2, 3], "b", "r2"), did.read([4, 5], "a", "r1")]],
    ["an acknowledged secret that is not there", [registered, did.readAbsent([2, 3])]],
    [
      "content of one state under the revision of another",
      [registered, did.update([2, 3], "b", "r2"), did.read([4, 5], "b", "r1")],
    ],
    ["content that nobody wrote", [registered, did.read([2, 3], "z", "r1")]],
    ["a second register that wins", [registered, did.register([2, 3], "b", "r2")]],
    ["a register that is refused for nothing", [did.registerExists([0, 1], "a")]],
    [
      "two guarded updates from one revision",
      [registered, did.update([2, 5], "b", "r2", "r1"), did.update([3, 6], "c", "r3", "r1")],
    ],
    ["a conflict where nothing had changed", [registered, did.updateConflict([2, 3], "b", "r1")]],
    ["a conflict without a guard", [registered, did.updateConflict([2, 3], "b")]],
    ["a deletion of nothing", [registered, did.delete([2, 3]), did.delete([4, 5])]],
    [
      "a deleted secret that is read",
      [registered, did.delete([2, 3]), did.read([4, 5], "a", "r1")],
    ],
    [
      "a revision that comes again after delete and register",
      [registered, did.delete([2, 3]), did.register([4, 5], "b", "r1")],
    ],
    [
      "a revision that comes again for the same content",
      [registered, did.update([2, 3], "a", "r1")],
    ],
    [
      "a lost update",
      [registered, did.modify([2, 5], "a", "ab", "r2"), did.modify([3, 6], "a", "ac", "r3")],
    ],
  ])("%s", (_title, history) => {
    expect(verdict(...history)).toBe("not linearizable");
  });
});

describe("operations beside each other", () => {
  it("may take effect in any order", () => {
    const writes = [did.update([2, 9], "b", "r2"), did.update([2, 9], "c", "r3")];
    expect(verdict(registered, ...writes, did.read([10, 11], "b", "r2"))).toBe("linearizable");
    expect(verdict(registered, ...writes, did.read([10, 11], "c", "r3"))).toBe("linearizable");
  });

  it("take effect in one order for everybody", () => {
    expect(
      verdict(
        registered,
        did.update([2, 20], "b", "r2"),
        did.update([2, 20], "c", "r3"),
        did.read([3, 4], "b", "r2"),
        did.read([5, 6], "c", "r3"),
        did.read([7, 8], "b", "r2"),
      ),
    ).toBe("not linearizable");
  });

  it("take effect before what is invoked after their return", () => {
    expect(verdict(registered, did.update([2, 5], "b", "r2"), did.read([5.5, 7], "a", "r1"))).toBe(
      "not linearizable",
    );
    expect(verdict(registered, did.update([2, 5], "b", "r2"), did.read([4.5, 7], "a", "r1"))).toBe(
      "linearizable",
    );
  });
});

describe("a write without an answer", () => {
  it("may never take effect", () => {
    expect(
      verdict(registered, did.updateUnanswered([2, 3], "b"), did.read([4, 5], "a", "r1")),
    ).toBe("linearizable");
  });

  it("may take effect long after", () => {
    expect(
      verdict(
        registered,
        did.updateUnanswered([2, 3], "b"),
        did.update([4, 5], "c", "r3"),
        did.read([6, 7], "c", "r3"),
        did.read([8, 9], "b", "r2"),
      ),
    ).toBe("linearizable");
  });

  it("takes no effect before it was asked for", () => {
    expect(
      verdict(registered, did.read([2, 3], "b", "r2"), did.updateUnanswered([4, 5], "b")),
    ).toBe("not linearizable");
  });

  it("has one revision, which whoever sees it first tells", () => {
    const write = did.updateUnanswered([2, 3], "b");
    expect(
      verdict(registered, write, did.read([4, 5], "b", "r2"), did.read([6, 7], "b", "r3")),
    ).toBe("not linearizable");
    expect(
      verdict(registered, write, did.read([4, 5], "b", "r2"), did.update([6, 7], "c", "r3", "r2")),
    ).toBe("linearizable");
    expect(
      verdict(
        registered,
        write,
        did.read([4, 5], "b", "r2"),
        did.updateConflict([6, 7], "c", "r2"),
      ),
    ).toBe("not linearizable");
  });

  it("has a revision that was never another's", () => {
    expect(
      verdict(registered, did.updateUnanswered([2, 3], "b"), did.read([4, 5], "b", "r1")),
    ).toBe("not linearizable");
  });

  it("that is guarded takes no effect in another state", () => {
    expect(
      verdict(
        registered,
        did.update([2, 3], "b", "r2"),
        did.updateUnanswered([4, 5], "c", "r1"),
        did.read([6, 7], "c", "r3"),
      ),
    ).toBe("not linearizable");
  });

  it("that modifies takes no effect on other content", () => {
    expect(
      verdict(
        registered,
        did.update([2, 3], "b", "r2"),
        did.modifyUnanswered([4, 5], "a", "ac"),
        did.read([6, 7], "ac", "r3"),
      ),
    ).toBe("not linearizable");
  });

  it("may be a deletion", () => {
    const history = [registered, did.deleteUnanswered([2, 3])];
    expect(verdict(...history, did.readAbsent([4, 5]))).toBe("linearizable");
    expect(verdict(...history, did.readAbsent([4, 5]), did.read([6, 7], "a", "r1"))).toBe(
      "not linearizable",
    );
  });

  it("may be the register that another one was refused for", () => {
    expect(verdict(did.registerUnanswered([0, 1], "a"), did.registerExists([2, 3], "b"))).toBe(
      "linearizable",
    );
  });
});

describe("reads that may lag", () => {
  const history = [
    registered,
    did.update([2, 3], "b", "r2"),
    did.read([4, 5], "a", "r1"),
    did.readAbsent([6, 7]),
  ];

  it("may show any state that was", () => {
    expect(verdict(...history)).toBe("not linearizable");
    expect(verdict(...history.map(lagging))).toBe("linearizable");
  });

  it("may show none that is still to come, and none that never was", () => {
    const early = [did.read([0, 1], "b", "r2"), did.register([2, 3], "b", "r2")];
    expect(verdict(...early.map(lagging))).toBe("not linearizable");
    expect(verdict(...[registered, did.read([2, 3], "z", "r9")].map(lagging))).toBe(
      "not linearizable",
    );
  });
});

describe("secrets", () => {
  it("are judged each by itself", () => {
    expect(verdict(registered, other(did.register([2, 3], "a", "r1")))).toBe("linearizable");
  });

  it("are named where one is wrong", () => {
    const history = [registered, other(did.read([2, 3], "a", "r1"))];
    expect(checkHistory(history)).toMatchObject({ kind: "not linearizable", secret: "other" });
  });
});

describe("the limit", () => {
  it("makes the answer undecided, never linearizable", () => {
    const writes = Array.from({ length: 12 }, (_each, index) =>
      did.update([2, 20], `${index}`, `r${index + 2}`),
    );
    const history = [registered, ...writes, did.read([21, 22], "a", "r1")];
    expect(checkHistory(history, { limit: 100 })).toEqual({ kind: "undecided", secret: "db" });
    expect(checkHistory(history).kind).toBe("not linearizable");
  });
});
