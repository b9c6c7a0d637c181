import assert from "node:assert/strict";
import type { SecretsManager, StepInterceptor } from "@keykist/core";
import type { CaseContext, Observation } from "../conformance-case.ts";
import { assertLinearizable } from "../linearizability/assert-linearizable.ts";
import {
  contentText,
  hasOverlappingWrites,
  lagging,
  type RecordedOperation,
} from "../linearizability/history.ts";
import { HistoryRecorder } from "../linearizability/history-recorder.ts";
import type { RecordedClient } from "../linearizability/recorded-client.ts";
import { derivedSeed, type Random, seededRandom } from "../scheduling/random.ts";
import { Scheduler } from "../scheduling/scheduler.ts";

/** One run of several clients at once, in an order that a seed decides. */
export interface ConcurrentRun {
  readonly recorder: HistoryRecorder;
  readonly managers: readonly SecretsManager[];
  /** The clients of the managers, those of the first manager first. */
  readonly clients: readonly RecordedClient[];
  /** Decides what the clients do. */
  readonly random: Random;
  /** Tells the runs of a case apart, for names. */
  readonly label: string;
  /** A client whose steps are free: to begin with, and to look afterwards. */
  readonly bystander: RecordedClient;
  /** Runs what the clients do beside each other. Fails with what one of them throws. */
  readonly together: (tasks: readonly (() => Promise<unknown>)[]) => Promise<void>;
}

/** What stands around a step throws this where its process ends: the step has no end, for its manager. */
export class Crashed extends Error {
  constructor() {
    super("the process has ended");
    this.name = "Crashed";
  }
}

/** Who takes part in a run. */
export interface Participants {
  readonly managers: number;
  /** Default 1: more share a manager, and so its queue. */
  readonly clientsPerManager?: number | undefined;
  /** Stands around the steps of one manager, within the turn that the scheduler gives. */
  readonly around?: ((manager: number, random: Random) => StepInterceptor | undefined) | undefined;
}

/**
 * Does the same in several runs, each in an order of its own.
 *
 * @param usual how many, where `rounds` is 1
 */
export async function inSeveralRuns(
  context: CaseContext,
  usual: number,
  participants: Participants,
  body: (run: ConcurrentRun) => Promise<void>,
): Promise<void> {
  const runs = Math.max(1, Math.round(usual * context.rounds));
  for (let number = 0; number < runs; number += 1) {
    const run = await prepared(context, number, participants);
    await body(run);
    if (run.recorder.history.length > 0) context.observe(observationOf(run.recorder));
  }
}

async function prepared(
  context: CaseContext,
  number: number,
  { managers: count, clientsPerManager = 1, around }: Participants,
): Promise<ConcurrentRun> {
  const seed = derivedSeed(context.seed, `run ${number}`);
  const random = seededRandom(seed);
  const scheduler = new Scheduler(seededRandom(derivedSeed(seed, "turns")));
  const jitter = seededRandom(derivedSeed(seed, "waits"));
  const { clock } = scheduler;
  const gate = new Gate();
  const managers: SecretsManager[] = [];
  for (let index = 0; index < count; index += 1) {
    const mishaps = around?.(index, seededRandom(derivedSeed(seed, `manager ${index}`)));
    const interceptStep: StepInterceptor = (step, run) => {
      if (!gate.open) return run();
      const within = mishaps === undefined ? run : (): ReturnType<typeof run> => mishaps(step, run);
      return neverIfCrashed(scheduler.intercept(step, within));
    };
    const options = { clock, random: () => jitter.next(), interceptStep };
    managers.push(await context.manager({}, options));
  }
  // What a manager does once, as to open its file, is not part of the order.
  const label = `run${number}`;
  for (const manager of managers) await manager.getSecrets([context.name(`${label}-none`)]);
  const recorder = new HistoryRecorder();
  const clients = managers.flatMap((manager, index) =>
    Array.from({ length: clientsPerManager }, (_each, place) =>
      recorder.client(clientName(index, clientsPerManager, place), manager),
    ),
  );
  return {
    recorder,
    managers,
    clients,
    random,
    label,
    bystander: recorder.client("bystander", await context.manager()),
    together: async (tasks) => {
      gate.open = true;
      const ends = await scheduler.run(tasks);
      gate.open = false;
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    },
  };
}

/** The turn of a process that ends in it ends, too; who waits for the step waits for ever. */
async function neverIfCrashed<T>(step: T | PromiseLike<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof Crashed)) throw error;
    return new Promise<T>(() => undefined);
  }
}

/** Whether steps wait for their turn. */
class Gate {
  open = false;
}

function clientName(manager: number, clientsPerManager: number, place: number): string {
  return clientsPerManager === 1
    ? `client ${manager + 1}`
    : `client ${manager + 1}${String.fromCodePoint(97 + place)}`;
}

/** Asserts that nothing failed but with these codes: clients do nothing that a correct manager refuses. */
export function assertNoFailures(
  { failures }: HistoryRecorder,
  allowed: readonly string[] = [],
): void {
  for (const { client, error } of failures) {
    assert.ok(allowed.includes(error.code), `${client} meets an error: ${error.code}`);
  }
}

/** Asserts that the history of a run has an order; that of reads is as weak as the manager claims. */
export function assertOrdered(context: CaseContext, { recorder }: ConcurrentRun): void {
  const isStrong = context.capabilities.readAfterWrite === "strong";
  const history = recorder.history.map((each) =>
    isStrong || each.client === "bystander" ? each : lagging(each),
  );
  assertLinearizable(history, `not linearizable (again: ${context.again})`);
}

/** The state that a bystander is shown, or none. */
export async function finalEntries(
  context: CaseContext,
  { bystander }: ConcurrentRun,
  name: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  await context.settle();
  return (await bystander.read(name))?.entries;
}

function observationOf({ history, retries }: HistoryRecorder): Observation {
  const count = (...kinds: readonly string[]): number =>
    history.filter(({ answer }) => kinds.includes(answer.kind)).length;
  return {
    history: historyText(history),
    atOnce: true,
    overlappingWrites: hasOverlappingWrites(history),
    conflicts: count("conflict", "exists") + retries,
    retries,
    ambiguous: count("unknown"),
    refused: 0,
  };
}

/** A history as text, with nothing in it that is new in each run: names and revisions become numbers. */
function historyText(history: readonly RecordedOperation[]): string {
  const numbers = new Map<string, number>();
  const numbered = (text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return history
    .map(({ client, secret, action, answer, invoked, returned }) => [
      client,
      numbered(secret),
      invoked,
      returned,
      action.kind,
      "ifRevision" in action ? numbered(action.ifRevision) : "",
      "entries" in action && action.entries !== undefined ? contentText(action.entries) : "",
      answer.kind,
      "revision" in answer ? numbered(answer.revision) : "",
    ])
    .map((parts) => parts.join(" "))
    .join("\n");
}
