import { describe, expect, it } from "vitest";
import {
  checkHistory,
  type Random,
  type RecordedOperation,
  type SecretAnswer,
  seededRandom,
} from "../../src/index.ts";
import { search } from "../../src/linearizability/search.ts";
import { atomicHistory } from "./atomic-secret.ts";
import { hasOrder } from "./every-order.ts";

const given = process.env["KEYKIST_TEST_SEED"];
/** Repeat a run with KEYKIST_TEST_SEED. */
const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);

/** A history with one thing in it changed: mostly, but not always, one that cannot be. */
function mutated(random: Random, history: readonly RecordedOperation[]): RecordedOperation[] {
  const index = random.below(history.length);
  const operation = history[index];
  const other = history[random.below(history.length)];
  if (operation === undefined || other === undefined) return [...history];
  const { invoked, returned, answer } = operation;
  const answers: [SecretAnswer, ...SecretAnswer[]] = [
    other.answer.kind === answer.kind ? other.answer : answer,
    { kind: "absent" },
    answer.kind === "shown" ? { ...answer, revision: `r${random.below(6)}` } : answer,
    answer.kind === "written" ? { kind: "written", revision: `r${random.below(6)}` } : answer,
  ];
  const changed: RecordedOperation = random.pick([
    { ...operation, answer: random.pick(answers) },
    { ...operation, answer: random.pick(answers) },
    // Earlier and shorter, or later and shorter, than it was.
    { ...operation, returned: invoked + (returned - invoked) / 4 },
    { ...operation, invoked: returned - (returned - invoked) / 4 },
    // Longer than it was.
    { ...operation, invoked: invoked - random.below(6), returned: returned + random.below(6) },
  ]);
  return history.with(index, changed);
}

describe(`random histories of an atomic secret (KEYKIST_TEST_SEED=${seed})`, () => {
  it("are all linearizable, whatever is lost of them", () => {
    for (let number = 0; number < 400; number += 1) {
      const random = seededRandom(seed + number);
      const run = {
        clients: 1 + random.below(8),
        operations: 1 + random.below(120),
        lost: random.pick([0, 0.05, 0.3]),
        contents: random.pick([2, 5, 1000]),
      };
      const history = atomicHistory(random, run);
      expect(checkHistory(history).kind, `seed ${seed + number}`).toBe("linearizable");
    }
  });

  it("are ordered as their answers and their times ask for", () => {
    for (let number = 0; number < 200; number += 1) {
      const random = seededRandom(seed + number);
      const history = atomicHistory(random, { clients: 5, operations: 60, lost: 0.1, contents: 9 });
      const found = search(history, { limit: 100_000 });
      const order = found.kind === "ordered" ? found.order : [];
      const answered = history.filter(({ answer }) => answer.kind !== "unknown");
      expect(new Set(order).size).toBe(order.length);
      expect(answered.filter((each) => !order.includes(each))).toEqual([]);
      // One after the other, in this order: each returns before the next is invoked.
      const inTurn = order.map((each, index) => ({
        ...each,
        invoked: 2 * index,
        returned: 2 * index + 1,
      }));
      expect(hasOrder(inTurn), `seed ${seed + number}`).toBe(true);
      const isBackwards = order.some((each, index) =>
        order
          .slice(index + 1)
          .some((later) => later.returned < each.invoked && later.answer.kind !== "unknown"),
      );
      expect(isBackwards, `seed ${seed + number}: against the times`).toBe(false);
    }
  });

  it("are judged as by trying every order, also where something in them is wrong", () => {
    const counts = { linearizable: 0, "not linearizable": 0, undecided: 0 };
    for (let number = 0; number < 4000; number += 1) {
      const random = seededRandom(seed + number);
      const run = {
        clients: 2 + random.below(3),
        operations: 3 + random.below(5),
        lost: random.pick([0, 0.3]),
        contents: random.pick([2, 3]),
      };
      let history = atomicHistory(random, run);
      for (let changes = random.below(4); changes > 0; changes -= 1)
        history = mutated(random, history);
      const { kind } = checkHistory(history);
      counts[kind] += 1;
      const expected = hasOrder(history) ? "linearizable" : "not linearizable";
      expect(kind, `seed ${seed + number}`).toBe(expected);
    }
    // Both kinds are there in number, or nothing is compared.
    expect(counts.linearizable).toBeGreaterThan(200);
    expect(counts["not linearizable"]).toBeGreaterThan(200);
  });
});
