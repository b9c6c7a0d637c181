import { describe, expect, it } from "vitest";
import {
  assertLinearizable,
  checkHistory,
  formatHistory,
  type RecordedOperation,
  type SecretEntries,
  seededRandom,
} from "../../src/index.ts";
import { atomicHistory } from "./atomic-secret.ts";
import { did } from "./short-history.ts";

function minimal(history: readonly RecordedOperation[]): readonly RecordedOperation[] {
  const verdict = checkHistory(history);
  return verdict.kind === "not linearizable" ? verdict.history : [];
}

/** The same client's name for all: the bars tell operations apart. */
function shown(history: readonly RecordedOperation[]): string[] {
  return formatHistory(history.map((each) => ({ ...each, client: "c" }))).split("\n");
}

const twoKeys = (value: string): SecretEntries => ({ user: value, password: value });

describe("what is shown of a history that is not linearizable", () => {
  it("is what is needed to see it: a stale read", () => {
    const history = [
      did.register([0, 1], "a", "r1"),
      did.read([2, 3], "a", "r1"),
      did.update([4, 5], "b", "r2"),
      did.read([6, 7], "b", "r2"),
      did.read([8, 9], "a", "r1"),
      did.update([10, 11], "c", "r3"),
      did.read([12, 13], "c", "r3"),
    ];
    expect(shown(minimal(history))).toEqual([
      "  ├─┤          c  register A   → r1",
      "      ├─┤      c  update to B  → r2",
      "          ├─┤  c  read         → A, r1",
    ]);
  });

  it("leaves out a write only where the rest is wrong whether or not it took effect", () => {
    const history = [
      did.register([0, 1], "a", "r1"),
      did.delete([2, 3]),
      did.register([4, 5], "b", "r2"),
      did.read([6, 7], "a", "r1"),
    ];
    const kinds = minimal(history).map(({ action }) => action.kind);
    expect(kinds).toEqual(["register", "delete", "read"]);
  });

  it("keeps the write that a read shows", () => {
    const history = [
      did.register([0, 1], "a", "r1"),
      did.update([2, 3], "b", "r2"),
      did.update([4, 5], "c", "r3"),
      did.update([6, 7], "d", "r4"),
      did.read([8, 9], "b", "r2"),
    ];
    const kinds = minimal(history).map(({ action }) => action.kind);
    expect(kinds).toEqual(["register", "update", "update", "read"]);
  });

  it("keeps the writes that a torn read is a mixture of", () => {
    const history: RecordedOperation[] = [
      did.register([0, 1], "a", "r1"),
      { ...did.update([2, 3], "", "r2"), action: { kind: "update", entries: twoKeys("b") } },
      did.update([4, 5], "c", "r3"),
      { ...did.update([6, 7], "", "r4"), action: { kind: "update", entries: twoKeys("d") } },
      {
        ...did.read([8, 9], "", "r4"),
        answer: { kind: "shown", entries: { user: "b", password: "d" }, revision: "r4" },
      },
    ];
    expect(shown(minimal(history)).at(-1)).toMatch(/read +→ \{ user of B, password of C \}, r\d$/u);
  });

  it("says what was still under way as of no answer", () => {
    const history = [
      did.register([0, 1], "a", "r1"),
      did.update([2, 9], "b", "r2"),
      did.read([3, 4], "b", "r2"),
      did.read([5, 6], "a", "r1"),
    ];
    expect(shown(minimal(history))).toEqual([
      "  ├─┤              c  register A   → r1",
      "      ├─────────?  c  update to B  → no answer: it may take effect until the end, or never",
      "        ├─┤        c  read         → B, r2",
      "            ├─┤    c  read         → A, r1",
    ]);
  });

  it("is small, and by itself not linearizable, for any history with one wrong read", () => {
    let tried = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seededRandom(seed);
      const history = atomicHistory(random, {
        clients: 5,
        operations: 80,
        lost: 0.05,
        contents: 1000,
      });
      const reads = history.filter(({ answer }) => answer.kind === "shown");
      const [first, last] = [reads[0], reads.at(-1)];
      if (first === undefined || last === undefined) continue;
      const wrong = history.with(history.indexOf(last), { ...last, answer: first.answer });
      if (checkHistory(wrong).kind === "linearizable") continue;
      tried += 1;
      const found = minimal(wrong);
      expect(checkHistory(found).kind, `seed ${seed}`).toBe("not linearizable");
      const culprit = found.reduce((a, b) => (a.returned > b.returned ? a : b));
      const rest = found.filter((each) => each !== culprit);
      expect(checkHistory(rest).kind, `seed ${seed}`).toBe("linearizable");
      expect(found.length, `seed ${seed}`).toBeLessThan(12);
    }
    expect(tried).toBeGreaterThan(40);
  });
});

const write = (value: string, at: number, revision: string): RecordedOperation => ({
  client: "c",
  secret: "db",
  invoked: at,
  returned: at + 1,
  action: { kind: "register", entries: { user: `${value}-user`, password: `${value}-secret` } },
  answer: { kind: "written", revision },
});

describe("a content that nobody wrote", () => {
  it("is shown by where its entries come from, never by a value", () => {
    const first = write("one", 0, "r1");
    const second: RecordedOperation = {
      ...write("two", 2, "r2"),
      action: { kind: "update", entries: { user: "two-user", password: "two-secret" } },
    };
    const torn: RecordedOperation = {
      client: "c",
      secret: "db",
      invoked: 4,
      returned: 5,
      action: { kind: "read" },
      answer: {
        kind: "shown",
        entries: { user: "one-user", password: "two-secret", token: "from elsewhere" },
        revision: "r2",
      },
    };
    const text = formatHistory([first, second, torn]);
    expect(text).toContain("{ user of A, password of B, token of nobody }, r2");
    expect(text).not.toMatch(/one-|two-|elsewhere/u);
    expect(() => {
      assertLinearizable([first, second, torn], "a run");
    }).toThrow(/^a run: no order of these operations on one secret explains the last answer\n/u);
  });
});
