import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { type GivenEntries, revisionOf, secretOf } from "../../given.ts";
import { keptWhole } from "../../operations-under-test.ts";
import { HurriedClock } from "../../scheduling/hurried-clock.ts";
import type { Random } from "../../scheduling/random.ts";
import { sampled } from "../../scheduling/sampled.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { isInState, type SecretState } from "../../secret-state.ts";
import { TIMEOUT } from "../faults/judged.ts";
import { SeenFaults } from "../faults/seen-faults.ts";
import { isMade, statesAfter } from "./judged.ts";
import { refusing, type RefusedSteps } from "./refusing.ts";
import { drawnChange, type DrawnChange } from "./drawn-change.ts";
import { showsNothingInternal } from "./visible.ts";

/** Operations of one run. */
const OPERATIONS = 20;
/** Runs of one round. */
const RUNS = 2;

const kinds: readonly [RefusedSteps, ...RefusedSteps[]] = [
  "that step",
  "that step and later writes",
  "everything from then on",
];

/** Makes random changes to a few secrets, most of which the backend refuses somewhere, and keeps account. */
export async function refusedAtRandom(context: CaseContext): Promise<void> {
  const runs = sampled(
    context.random,
    Array.from({ length: RUNS }, (_each, index) => index + 1),
    context.rounds,
  );
  for (const run of runs) {
    const seen = new SeenFaults(context);
    const account = new Account(context, `r${run}-`);
    for (let number = 1; number <= OPERATIONS; number += 1) await account.changeOne(seen);
    await account.canFinishAll();
    seen.tell();
  }
}

/** What a few secrets must hold, by what the operations on them said. */
class Account {
  readonly #context: CaseContext;
  readonly #random: Random;
  readonly #names: readonly [string, ...string[]];
  readonly #states = new Map<string, SecretState>();
  /** Every state that a secret had or may have had: what others read may lag behind. */
  readonly #past = new Map<string, SecretState[]>();
  #writes = 0;

  constructor(context: CaseContext, label: string) {
    this.#context = context;
    this.#random = context.random;
    this.#names = [
      context.name(`${label}a`),
      context.name(`${label}a-b`),
      context.name(`${label}c`),
    ];
  }

  /** Makes one change that may be refused, and asserts that every secret holds what it must. */
  async changeOne(seen: SeenFaults): Promise<void> {
    const name = this.#random.pick(this.#names);
    const before = this.#states.get(name) ?? "absent";
    this.#writes += 1;
    const change = drawnChange(this.#context.capabilities, this.#random, before, this.#next());
    const refusal = this.#drawnRefusal();
    const what = `change ${this.#writes}, ${change.operation}, ${refusal.text}`;
    const manager = await this.#manager(refusal.first, refusal.steps);
    const revision = before === "absent" ? "" : await this.#revisionOf(name);
    await this.#context.backend.refuse?.(refusal.actions);
    const [end] = await Promise.allSettled([change.run(manager, { name, revision })]);
    await this.#context.backend.refuse?.([]);
    const { after } = change;
    const states = statesAfter({ change: { before, after } }, end, { before, after, what });
    const state = await isInState(this.#context, name, states, what);
    this.#states.set(name, state);
    const past = [...(this.#past.get(name) ?? []), after];
    this.#past.set(name, past);
    await showsNothingInternal(this.#context, name, past, what);
    seen.note(`${what} ${JSON.stringify(after)}`, end);
    for (const other of this.#names) {
      if (other === name) continue;
      const held = this.#states.get(other) ?? "absent";
      await isInState(this.#context, other, [held], `${what}: another secret`);
    }
    if (end.status === "rejected" && this.#random.below(2) === 0)
      await this.#finish(name, change, what);
  }

  /** Asserts that a manager that may do everything can change each secret, delete it and register it again. */
  async canFinishAll(): Promise<void> {
    const context = this.#context;
    const manager = await context.manager();
    for (const name of this.#names) {
      const what = "a secret whose changes were refused, later";
      const state = this.#states.get(name) ?? "absent";
      await isInState(context, name, [state], what);
      const next = this.#next();
      const write =
        state === "absent"
          ? manager.registerSecret(secretOf(name, next))
          : manager.updateSecret(secretOf(name, next));
      await succeeds(write, what);
      await isInState(context, name, [{ entries: next, owned: true }], what);
      await succeeds(manager.deleteSecret(name), what);
      await isInState(context, name, ["absent"], what);
    }
  }

  async #finish(name: string, change: DrawnChange, what: string): Promise<void> {
    const manager = await this.#context.manager();
    const isThere = (this.#states.get(name) ?? "absent") !== "absent";
    const revision = isThere ? await this.#revisionOf(name) : "";
    const says = `${what}, then made by a manager that may`;
    await isMade(change.run(manager, { name, revision }), says);
    this.#states.set(name, await isInState(this.#context, name, [change.after], says));
  }

  async #revisionOf(name: string): Promise<string> {
    return revisionOf(await this.#context.manager(), name);
  }

  #next(): GivenEntries {
    const value = (word: string): string => `${word} ${this.#random.below(1_000_000)}`;
    const some = { user: value("mango"), password: value("tulip"), host: value("quince") };
    const whole = this.#random.below(2) === 0 ? some : { user: some.user, note: value("fern") };
    return keptWhole(this.#context.capabilities, { old: whole, next: {} }).old;
  }

  #drawnRefusal(): {
    readonly text: string;
    readonly first: number;
    readonly steps: RefusedSteps;
    readonly actions: readonly string[];
  } {
    const steps = this.#random.pick(kinds);
    const first = 1 + this.#random.below(8);
    const { harness, backend } = this.#context;
    const [action, ...more] = harness.refusableActions ?? [];
    if (backend.refuse !== undefined && action !== undefined && this.#random.below(3) === 0) {
      const refused = this.#random.pick([action, ...more]);
      return { text: `${refused} refused`, first: Infinity, steps, actions: [refused] };
    }
    return { text: `refused from step ${first}: ${steps}`, first, steps, actions: [] };
  }

  /** A manager that has connected, whose steps are refused from one on. */
  async #manager(
    first: number,
    steps: RefusedSteps,
  ): Promise<Awaited<ReturnType<CaseContext["manager"]>>> {
    const control = new StepControl();
    const manager = await this.#context.manager(
      { timeoutMs: TIMEOUT },
      {
        clock: new HurriedClock(TIMEOUT),
        random: () => this.#random.next(),
        interceptStep: control.intercept,
      },
    );
    await Promise.allSettled([manager.getSecret(this.#context.name("absent"))]);
    control.steps.length = 0;
    const plan = refusing(this.#context, { first, steps });
    control.plan = (step) => plan(step, control.steps.length);
    return manager;
  }
}
