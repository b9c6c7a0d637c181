import { arbitrarySchema, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, succeeds } from "../../expectations.ts";
import { expectNoLeaks } from "../../leaks/expect-no-leaks.ts";
import { FakeClock } from "../../scheduling/fake-clock.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { canarySecret, givenCanary } from "./canary-secret.ts";
import { quoting, quotingError } from "./quoting-error.ts";

export const failingCases: readonly ConformanceCase[] = group("leaks", {
  "unknown-error-write": {
    title: "an error of the backend that nobody knows gives away nothing that was to be written",
    requires: ["write", "observable"],
    run: async (context) => {
      const { manager, failing } = await controlled(context);
      const stored = await givenCanary(context, manager, "db");
      const fresh = canarySecret(context, "new");
      const next = canarySecret(context, "db");
      const values = [...stored.values, ...fresh.values, ...next.values];
      failing(() => quotingError(values));
      // Each write knows the values that it was given; the others' are in the message that is withheld.
      const registering = await failsWith(
        manager.registerSecret(fresh.secret),
        "UNKNOWN",
        "registering",
      );
      expectNoLeaks(registering, values, "the error of registering");
      const updating = await failsWith(manager.updateSecret(next.secret), "UNKNOWN", "updating");
      expectNoLeaks(updating, values, "the error of updating");
    },
  },
  "unknown-error-read": {
    title: "an error of the backend that nobody knows gives away nothing that was read",
    requires: ["set up", "observable"],
    run: async (context) => {
      const { manager, failing } = await controlled(context);
      const { name, values } = await givenCanary(context, manager, "db");
      failing(() => quotingError(values));
      const reading = await failsWith(manager.getSecret(name), "UNKNOWN", "reading");
      expectNoLeaks(reading, values, "the error of reading");
      const describing = await failsWith(manager.describeSecret(name), "UNKNOWN", "describing");
      expectNoLeaks(describing, values, "the error of describing");
      const listing = await failsWith(collected(manager.listSecrets()), "UNKNOWN", "listing");
      expectNoLeaks(listing, values, "the error of listing");
    },
  },
  "unknown-error-batch": {
    title: "the errors in a batch of answers give away nothing that was read",
    requires: ["set up", "observable"],
    run: async (context) => {
      const { manager, failing } = await controlled(context);
      const { name, values } = await givenCanary(context, manager, "db");
      failing(() => quotingError(values));
      const answers = await succeeds(manager.getSecrets([name]), "reading many");
      for (const answer of answers.values())
        expectNoLeaks(answer, values, "the answer for one secret");
    },
  },
  "known-error-write": {
    title:
      "an error of the backend that the flavor knows gives away nothing of the values that it quotes",
    requires: ["write", "unavailable", "observable"],
    run: async (context) => {
      const { manager, failing } = await controlled(context);
      const { secret, values } = canarySecret(context, "db");
      failing(() => quoting(context.harness.faults?.unavailable?.(), values));
      const error = await failsWith(manager.registerSecret(secret), "UNAVAILABLE", "registering");
      expectNoLeaks(error, values, "the error of registering");
    },
  },
  "known-error-after-read": {
    title: "an error that follows a read gives away nothing of what the operation has read",
    requires: ["write", "guardedUpdate", "unavailable", "observable"],
    run: async (context) => {
      const { manager, failing } = await controlled(context);
      const { name, values } = await givenCanary(context, manager, "db");
      const modifying = manager.modifySecret(name, () => {
        failing(() => quoting(context.harness.faults?.unavailable?.(), values));
        return { user: "mango" };
      });
      const error = await failsWith(modifying, "UNAVAILABLE", "modifying");
      expectNoLeaks(error, values, "the error of modifying");
    },
  },
  refused: {
    title:
      "a write that is refused because of what is stored gives away neither what is stored nor what was given",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const stored = await givenCanary(context, manager, "db");
      const other = canarySecret(context, "db");
      const values = [...stored.values, ...other.values];
      const registering = manager.registerSecret(other.secret);
      expectNoLeaks(
        await failsWith(registering, "SECRET_EXISTS", "registering twice"),
        values,
        "the error",
      );
      const absent = canarySecret(context, "absent");
      const updating = manager.updateSecret(absent.secret);
      expectNoLeaks(
        await failsWith(updating, "SECRET_NOT_FOUND", "updating what is not there"),
        absent.values,
        "the error",
      );
    },
  },
  conflict: {
    title: "a conflict gives away neither what is stored nor what was given",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const stored = await givenCanary(context, manager, "db");
      const other = canarySecret(context, "db");
      const updating = manager.updateSecret(other.secret, { ifRevision: "never" });
      const error = await failsWith(updating, "REVISION_CONFLICT", "updating another state");
      expectNoLeaks(error, [...stored.values, ...other.values], "the error");
    },
  },
  limit: {
    title: "a value that is too large is not quoted by the error that says so",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = canarySecret(context, "db");
      const large = values.join("").padEnd(context.capabilities.limits.valueBytes + 1, "x");
      const registering = manager.registerSecret(arbitrarySchema.create(name, { password: large }));
      expectNoLeaks(
        await failsWith(registering, "LIMIT_EXCEEDED", "registering too much"),
        values,
        "the error",
      );
    },
  },
  abort: {
    title:
      "the error of an operation that was aborted does not hold the reason that the caller gave",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const { secret, name, values } = canarySecret(context, "db");
      const signal = AbortSignal.abort(quotingError(values));
      const registering = await failsWith(
        manager.registerSecret(secret, { signal }),
        "ABORTED",
        "registering",
      );
      expectNoLeaks(registering, values, "the error of registering");
      expectNoLeaks(
        await failsWith(manager.getSecret(name, { signal }), "ABORTED", "reading"),
        values,
        "the error of reading",
      );
    },
  },
  timeout: {
    title: "the error of an operation whose time is up gives away nothing that was to be written",
    requires: ["write", "observable"],
    run: async (context) => {
      const clock = new FakeClock();
      const control = new StepControl();
      const manager = await context.manager(
        { timeoutMs: 1000 },
        { clock, interceptStep: control.intercept },
      );
      const { secret, values } = canarySecret(context, "db");
      control.plan = () => ({ kind: "stop", when: "before" });
      const registering = failsWith(manager.registerSecret(secret), "TIMEOUT", "registering");
      // A registration that fails early is the failure of the case, and must not end the process.
      await Promise.race([control.held, registering]);
      await clock.advance(1000);
      expectNoLeaks(await registering, values, "the error");
    },
  },
  "in-place-of-names": {
    title:
      "a value that was passed by mistake where a name, a type or a revision belongs is not quoted",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      const [value = ""] = values;
      const mistakes = [
        failsWith(manager.getSecret(value), "INVALID_NAME", "reading a value"),
        failsWith(manager.describeSecret(value), "INVALID_NAME", "describing a value"),
        ...(context.capabilities.write
          ? [failsWith(manager.deleteSecret(value), "INVALID_NAME", "deleting a value")]
          : []),
        failsWith(
          manager.getSecret(name, { revision: value }),
          "REVISION_NOT_FOUND",
          "reading a revision",
        ),
      ];
      for (const error of await Promise.all(mistakes)) expectNoLeaks(error, values, "the error");
    },
  },
});

interface Controlled {
  readonly manager: SecretsManager;
  /** From now on every step is made, and then fails. */
  readonly failing: (error: () => unknown) => void;
}

async function controlled(context: CaseContext): Promise<Controlled> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  return {
    manager,
    failing: (error) => {
      control.plan = () => ({ kind: "fail", error: error(), when: "after" });
    },
  };
}
