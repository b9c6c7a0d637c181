import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import { HurriedClock } from "../../scheduling/hurried-clock.ts";
import { faultOf, TIMEOUT } from "../faults/judged.ts";

/** Managers that are used and closed: so many that what they leave shows although something else ends meanwhile. */
const MANAGERS = 5;
/** How long a connection may take to go away after its manager has closed. */
const PATIENCE_MS = 2000;

/** What managers leave behind when they are closed. */
export const closingCases: readonly ConformanceCase[] = group("contract", {
  "close-connections": {
    title: "a manager that is closed leaves no connection to the backend open",
    requires: ["set up", "connections"],
    run: async (context) => {
      const count = (): number => context.backend.connections?.() ?? 0;
      const before = count();
      await useAndClose(context);
      const isGone = await comesTrue(() => count() <= before);
      assert.ok(
        isGone,
        `${count() - before} connections are open after their managers have closed`,
      );
    },
  },
  "close-process": {
    title: "a manager that is closed keeps no process alive: no socket, no timer, no worker",
    requires: ["set up"],
    run: (context) => leavesNothing(() => useAndClose(context)),
  },
  "close-unconnected": {
    title: "a manager that could not reach its backend keeps no process alive once it is closed",
    requires: ["observable", "unavailable"],
    run: (context) => leavesNothing(() => failAndClose(context)),
  },
});

/** Asserts that nothing which work has begun keeps the process alive. */
async function leavesNothing(work: () => Promise<void>): Promise<void> {
  const before = activeResources();
  await work();
  let left: readonly string[] = [];
  await comesTrue(() => {
    left = moreThan(before, activeResources());
    return left.length === 0;
  });
  const kinds = left.join(", ");
  assert.equal(kinds, "", "what keeps the process alive after managers have closed");
}

/** Lets several managers fail at their first step, and closes them. */
async function failAndClose(context: CaseContext): Promise<void> {
  const fault = faultOf(context, "unavailable");
  for (let number = 1; number <= MANAGERS; number += 1) {
    const options = {
      clock: new HurriedClock(TIMEOUT),
      interceptStep: () => Promise.reject(fault()),
    };
    const manager = await context.manager({ timeoutMs: TIMEOUT }, options);
    // How it ends is another matter: a manager may know without a step that there is nothing.
    await Promise.allSettled([manager.getSecret(context.name("db"))]);
    await succeeds(manager.close(), "closing");
  }
}

/** Lets several managers write and read, and closes them. */
async function useAndClose(context: CaseContext): Promise<void> {
  for (let number = 1; number <= MANAGERS; number += 1) {
    const manager = await context.manager();
    const name = await givenSecret(context, manager, `db-${number}`, { password: "tulip" });
    await succeeds(manager.getSecret(name), "reading");
    await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
    await succeeds(manager.close(), "closing");
  }
}

/** Waits until something is true, but not for ever. Returns whether it came true. */
async function comesTrue(isTrue: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!isTrue()) {
    if (performance.now() > end) return false;
    await sleep(10);
  }
  return true;
}

/** What keeps this process alive, by kind and count; nothing where the runtime cannot say. */
function activeResources(): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  const active: readonly string[] = process.getActiveResourcesInfo?.() ?? [];
  for (const kind of active) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return kinds;
}

/** The kinds that there are more of than before. */
function moreThan(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): readonly string[] {
  return [...now].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} ${kind}`] : [];
  });
}
