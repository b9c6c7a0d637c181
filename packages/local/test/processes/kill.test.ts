import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { ChildProgram } from "./child-program.ts";
import { FULL_RUN } from "./full-run.ts";
import type { Message } from "./messages.ts";
import { seededRandom, seedOfRun } from "./seeded-random.ts";
import { StoreFolder } from "./store-folder.ts";

const seed = seedOfRun();
const kills = FULL_RUN ? 300 : 25;
/** Stores that are written and whose writers are killed at the same time. */
const LANES = 2;
/** Milliseconds that a writer has at most. */
const LONGEST_LIFE = 60;

type Call = Extract<Message, { readonly kind: "call" }>;

/** The moment at which a kill came, and what became of the write that it met. */
type Moment =
  | "before any call"
  | "between call and acknowledgement: not applied"
  | "between call and acknowledgement: applied"
  | "after an acknowledgement";

describe("kill -9 during writes", () => {
  it(
    `${kills} kills: what was acknowledged is there, anything else whole or not at all (300 with KEYKIST_TEST_FULL=1)`,
    { timeout: 600_000 },
    async () => {
      const lanes = await Promise.all(
        Array.from({ length: LANES }, (_, lane) =>
          killAgainAndAgain(Math.ceil(kills / LANES), seed + lane),
        ),
      );
      const moments = lanes.flatMap((lane) => lane.moments);
      const distribution = Object.groupBy(moments, (moment) => moment);
      const counts = Object.entries(distribution).map(([moment, of]) => `${of.length} ${moment}`);
      const journals = lanes.reduce((sum, lane) => sum + lane.hotJournals, 0);
      process.stdout.write(
        `kills: ${moments.length}, seed ${seed}: ${counts.toSorted().join("; ")}; ${journals} left a hot journal\n`,
      );
      const between = moments.filter((moment) => moment.startsWith("between"));
      expect(between.length * 3).toBeGreaterThanOrEqual(moments.length * 2);
    },
  );
});

/** Kills one writer after another of one store, and looks through the eyes of the next what is there. */
async function killAgainAndAgain(
  count: number,
  laneSeed: number,
): Promise<{ readonly moments: readonly Moment[]; readonly hotJournals: number }> {
  await using store = await StoreFolder.make();
  const random = seededRandom(laneSeed);
  const acknowledged = new Map<string, string>();
  const moments: Moment[] = [];
  let hotJournals = 0;
  let pending: Call | undefined;
  for (let round = 0; round <= count; round += 1) {
    await using writer = new ChildProgram({
      program: "write-until-killed",
      arguments: { file: store.file, round, seed: laneSeed * 1000 + round },
    });
    const { markers } = await writer.expect("found");
    if (round > 0) moments.push(settle({ acknowledged, pending, markers }));
    if (round === count) break;

    // Now and then at once, before anything is called.
    const life = random() < 0.02 ? 0 : random() * LONGEST_LIFE;
    await new Promise((resolve) => setTimeout(resolve, life));
    await writer.kill();
    hotJournals += isHotJournal(`${store.file}-journal`) ? 1 : 0;
    pending = await acknowledgedBefore(writer, acknowledged);
  }
  return { moments, hotJournals };
}

/** Takes in what a writer said before its end. Answers the call that it got no answer to. */
async function acknowledgedBefore(
  writer: ChildProgram,
  acknowledged: Map<string, string>,
): Promise<Call | undefined> {
  let call: Call | undefined;
  for (let message = await writer.next(); message !== undefined; message = await writer.next()) {
    if (message.kind === "call") {
      call = message;
    } else {
      assert.deepEqual(message, { kind: "acknowledged" });
      if (call !== undefined) apply(acknowledged, call);
      call = undefined;
    }
  }
  return call;
}

function apply(states: Map<string, string>, { name, marker }: Call): void {
  if (marker === null) states.delete(name);
  else states.set(name, marker);
}

/** Holds what was found against what was acknowledged; what was found counts from now on. */
function settle(round: {
  readonly acknowledged: Map<string, string>;
  readonly pending: Call | undefined;
  readonly markers: Readonly<Record<string, string>>;
}): Moment {
  const { acknowledged, pending, markers } = round;
  if (pending === undefined) {
    assert.deepEqual(markers, Object.fromEntries(acknowledged));
    return acknowledged.size === 0 ? "before any call" : "after an acknowledgement";
  }
  const after = new Map(acknowledged);
  apply(after, pending);
  if (isDeepStrictEqual(markers, Object.fromEntries(after))) {
    apply(acknowledged, pending);
    return "between call and acknowledgement: applied";
  }
  assert.deepEqual(markers, Object.fromEntries(acknowledged), `half of ${pending.operation}`);
  return "between call and acknowledgement: not applied";
}

/** Whether a transaction was under way: there is a journal, and something in it. */
function isHotJournal(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
