import { describe, expect, it } from "vitest";
import { checkHistory, type RecordedOperation } from "../../src/index.ts";
import { did } from "./short-history.ts";

const began = did.register([-2, -1], "0", "r0");

/**
 * Histories of registers that others published, in operations on a secret. Writes are updates; a register
 * of theirs is a secret that is there.
 */
const published: readonly {
  readonly title: string;
  readonly source: string;
  readonly linearizable: boolean;
  readonly history: readonly RecordedOperation[];
}[] = [
  {
    title: "a read beside a write shows what is written, and a later one shows it again",
    source: "after the register histories of Herlihy and Wing 1990",
    linearizable: true,
    history: [
      began,
      did.update([0, 6], "x", "r1"),
      did.read([1, 3], "x", "r1"),
      did.read([4, 5], "x", "r1"),
    ],
  },
  {
    title: "once one read showed the write, a later one shows the state before it",
    source: "after the register histories of Herlihy and Wing 1990",
    linearizable: false,
    history: [
      began,
      did.update([0, 6], "x", "r1"),
      did.read([1, 3], "x", "r1"),
      did.read([4, 5], "0", "r0"),
    ],
  },
  {
    title: "two who take what was put in take one each, as of a queue",
    source: "after the FIFO queue histories of Herlihy and Wing 1990, with deletion for Deq",
    linearizable: true,
    history: [
      did.register([0, 3], "x", "r1"),
      did.delete([1, 4]),
      did.register([5, 7], "y", "r2"),
      did.delete([6, 8]),
    ],
  },
  {
    title: "two take the one thing that was put in",
    source: "after the FIFO queue histories of Herlihy and Wing 1990, with deletion for Deq",
    linearizable: false,
    history: [did.register([0, 1], "x", "r1"), did.delete([2, 5]), did.delete([3, 6])],
  },
  {
    title: "a write of 100 beside a read of it and a read of 0 before that",
    source: "Porcupine (A. Athalye), README, the register example that is linearizable",
    linearizable: true,
    history: [
      began,
      did.update([0, 100], "100", "r1"),
      did.read([25, 75], "100", "r1"),
      did.read([30, 60], "0", "r0"),
    ],
  },
  {
    title: "a write of 200 beside a read of it that ends before a read of 0 begins",
    source: "Porcupine (A. Athalye), README, the register example that is not",
    linearizable: false,
    history: [
      began,
      did.update([0, 100], "200", "r1"),
      did.read([10, 30], "200", "r1"),
      did.read([40, 90], "0", "r0"),
    ],
  },
  {
    title: "a read shows a write that crashed, long after",
    source:
      "after Knossos (K. Kingsbury): an operation of type :info may take effect at any later time",
    linearizable: true,
    history: [
      began,
      did.updateUnanswered([0, 1], "1"),
      did.read([2, 3], "0", "r0"),
      did.read([4, 5], "1", "r1"),
    ],
  },
  {
    title: "a crashed write is seen, is gone, and is seen again",
    source: "after Knossos (K. Kingsbury): a crashed operation takes effect once at most",
    linearizable: false,
    history: [
      began,
      did.updateUnanswered([0, 1], "1"),
      did.read([2, 3], "1", "r1"),
      did.update([4, 5], "2", "r2"),
      did.read([6, 7], "1", "r1"),
    ],
  },
  {
    title: "of two compare-and-set operations from one state both succeed",
    source: "after the compare-and-set register of the Jepsen tutorial",
    linearizable: false,
    history: [
      began,
      did.modify([0, 3], "0", "1", "r1"),
      did.modify([1, 4], "0", "2", "r2"),
      did.read([5, 6], "2", "r2"),
    ],
  },
  {
    title:
      "compare-and-set operations that follow from each other, in the order of neither's return",
    source: "after the compare-and-set register of the Jepsen tutorial",
    linearizable: true,
    history: [
      began,
      did.modify([0, 5], "1", "2", "r2"),
      did.modify([1, 4], "0", "1", "r1"),
      did.read([6, 7], "2", "r2"),
    ],
  },
];

describe("published histories", () => {
  it.each(published)("$title ($source)", ({ history, linearizable }) => {
    expect(checkHistory(history).kind).toBe(linearizable ? "linearizable" : "not linearizable");
  });
});
