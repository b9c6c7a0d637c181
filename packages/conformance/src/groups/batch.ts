import assert from "node:assert/strict";
import {
  KeykistError,
  type Secret,
  type SecretSchema,
  type SecretsManager,
  type StepInterceptor,
} from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../conformance-case.ts";
import { holds, succeeds } from "../expectations.ts";
import { givenPlanted, givenSecret, revisionOf, secretOf } from "../given.ts";
import { basicAuthSchema } from "../sample-schema.ts";
import { FakeClock, settled } from "../scheduling/fake-clock.ts";
import { StepControl } from "../scheduling/step-control.ts";
import { storeSecret } from "../set-up.ts";

/** More names than one call of any backend that is known to have batches takes. */
const MANY = 150;
const TIMEOUT = 1000;

/** What many secrets at once are answered with: each as if it had been asked for by itself. */
export const batchCases: readonly ConformanceCase[] = group("batch", {
  "as-single": {
    title: "each answer of a batch is that of a read of its own: content, type, revision and error",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const schema = await basicAuthSchema();
      const typed = schema.create(context.name("typed"), { username: "mango", password: "tulip" });
      await storeSecret(context, manager, typed);
      const names = [
        await givenSecret(context, manager, "b", { password: "tulip", user: "mango" }),
        context.name("absent"),
        await givenSecret(context, manager, "empty", {}),
        typed.name,
        `${context.name("no")} name`,
        await givenSecret(context, manager, "a", { note: "two\nlines", blank: "" }),
      ];
      await sameAsSingle(manager, names);
    },
  },
  many: {
    title: "a batch of very many names answers every one of them, whether it is there or not",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenEveryThird(context, manager, MANY);
      const answers = await succeeds(manager.getSecrets(names), "reading very many");
      assert.equal(answers.size, names.length, "how many answers there are");
      for (const [index, name] of names.entries()) {
        const expected = index % 3 === 0 ? { number: String(index) } : "SECRET_NOT_FOUND";
        assert.deepEqual(shown(answers.get(name)), expected, `the answer for name ${index}`);
      }
    },
  },
  order: {
    title: "a batch of very many names, some of them twice, is answered in the order of the names",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenEveryThird(context, manager, MANY);
      const asked = names.flatMap((name, index) => [names[(index * 7) % MANY] ?? name, name]);
      const answers = await succeeds(manager.getSecrets(asked), "reading very many");
      assert.deepEqual([...answers.keys()], [...new Set(asked)], "the names");
    },
  },
  misfit: {
    title:
      "a secret whose entries do not fit its type is INVALID_VALUE, and leaves the others as they are",
    requires: ["plant"],
    run: async (context) => {
      const manager = await context.manager();
      const options = { owned: true, type: "basic_auth" };
      const misfit = await givenPlanted(context, "misfit", { username: "mango" }, options);
      const other = await givenSecret(context, manager, "other", { password: "tulip" });
      const answers = await sameAsSingle(manager, [misfit, other]);
      assert.equal(shown(answers.get(misfit)), "INVALID_VALUE", "the one that does not fit");
      assert.deepEqual(shown(answers.get(other)), { password: "tulip" }, "the other");
    },
  },
  unowned: {
    title: "a batch answers what something else made, as a read does",
    requires: ["plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "db", { password: "tulip" }, { owned: false });
      const answers = await sameAsSingle(manager, [name, context.name("absent")]);
      assert.deepEqual(shown(answers.get(name)), { password: "tulip" }, "the answer");
    },
  },
  writable: {
    title: "a secret of a batch is whole: it can be written back under its revision",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const entries = { user: "mango", password: "tulip" };
      const name = await givenSecret(context, manager, "db", entries);
      const other = await givenSecret(context, manager, "other", { password: "aster" });
      const answers = await succeeds(manager.getSecrets([other, name]), "reading many");
      const answer = answers.get(name);
      assert.ok(answer !== undefined && !KeykistError.is(answer), "there is no secret");
      const { revision } = answer;
      const update = manager.updateSecret(answer, { ifRevision: revision });
      await succeeds(update, "writing a secret of a batch back");
      await context.settle();
      await holds(manager, name, entries, "a secret that was written back");
      assert.notEqual(await revisionOf(manager, name), revision, "the revision");
    },
  },
  timeout: {
    title:
      "a secret that the backend does not answer in timeoutMs is TIMEOUT, and those that it answered are there",
    requires: ["set up", "observable"],
    run: async (context) => {
      const setUp = await context.manager();
      const good = await givenSecret(context, setUp, "good", { password: "tulip" });
      const slow = await givenSecret(context, setUp, "slow", { password: "dahlia" });
      const clock = new FakeClock();
      const control = new StepControl();
      control.plan = ({ secret }) =>
        secret === slow ? { kind: "stop", when: "before" } : { kind: "pass" };
      let underWay = 0;
      const interceptStep: StepInterceptor = async (step, run) => {
        if (step.secret === slow) return control.intercept(step, run);
        underWay += 1;
        try {
          return await control.intercept(step, run);
        } finally {
          underWay -= 1;
        }
      };
      const manager = await context.manager({ timeoutMs: TIMEOUT }, { clock, interceptStep });
      const work = manager.getSecrets([good, slow]);
      await Promise.race([control.held, Promise.allSettled([work])]);
      // The backend takes its own time for the other one: only then does the clock go on.
      do await settled();
      while (underWay > 0);
      await clock.advance(2 * TIMEOUT);
      const answers = await succeeds(work, "a batch with a slow secret");
      assert.deepEqual(
        shown(answers.get(good)),
        { password: "tulip" },
        "the one that was answered",
      );
      // A backend that reads all at once has no step that is about one secret.
      const isSlow = control.steps.some(({ secret }) => secret === slow);
      const expected = isSlow ? "TIMEOUT" : { password: "dahlia" };
      assert.deepEqual(shown(answers.get(slow)), expected, "the one that was not");
    },
  },
  "fails-as-single": {
    title:
      "a secret that the backend fails to give is answered with the error of a read of its own",
    requires: ["set up", "observable", "faults"],
    run: async (context) => {
      const setUp = await context.manager();
      const good = await givenSecret(context, setUp, "good", { password: "tulip" });
      const bad = await givenSecret(context, setUp, "bad", { password: "dahlia" });
      for (const [kind, fault] of Object.entries(context.harness.faults ?? {})) {
        const control = new StepControl();
        control.plan = ({ secret }) =>
          secret === bad ? { kind: "fail", error: fault(), when: "before" } : { kind: "pass" };
        const options = { random: () => 0, interceptStep: control.intercept };
        const manager = await context.manager({}, options);
        const answers = await succeeds(manager.getSecrets([bad, good]), "reading many");
        const content = { password: "tulip" };
        assert.deepEqual(shown(answers.get(good)), content, `${kind}: the one that can be read`);
        if (!control.steps.some(({ secret }) => secret === bad)) continue;
        const single = await readAlone(manager, bad);
        assert.deepEqual(
          errorOf(answers.get(bad)),
          errorOf(single),
          `${kind}: the one that cannot`,
        );
      }
    },
  },
});

/** Names of which every third is a secret that holds its number. */
async function givenEveryThird(
  context: CaseContext,
  manager: SecretsManager,
  count: number,
): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => context.name(`db-${index}`));
  for (const [index, name] of names.entries()) {
    if (index % 3 !== 0) continue;
    await storeSecret(context, manager, secretOf(name, { number: String(index) }));
  }
  await context.settle();
  return names;
}

type Answer = Secret<object> | KeykistError;

/** Asserts that a batch answers what reads one by one do. */
async function sameAsSingle(
  manager: SecretsManager,
  names: readonly string[],
  schema?: SecretSchema,
): Promise<ReadonlyMap<string, Answer>> {
  const batch: Promise<ReadonlyMap<string, Answer>> =
    schema === undefined ? manager.getSecrets(names) : manager.getSecrets(names, schema);
  const answers = await succeeds(batch, "reading many");
  for (const [index, name] of names.entries()) {
    const single = await readAlone(manager, name, schema);
    const answer = answers.get(name);
    assert.deepEqual(whole(answer), whole(single), `the answer for name ${index}`);
  }
  return answers;
}

/** What a read of its own answers. */
async function readAlone(
  manager: SecretsManager,
  name: string,
  schema?: SecretSchema,
): Promise<Answer> {
  try {
    return await (schema === undefined ? manager.getSecret(name) : manager.getSecret(name, schema));
  } catch (error) {
    assert.ok(KeykistError.is(error), "what was thrown is no KeykistError");
    return error;
  }
}

/** The content of an answer, or the code of the error in its place. */
function shown(answer: Answer | undefined): unknown {
  if (answer === undefined) return undefined;
  return KeykistError.is(answer) ? answer.code : { ...answer.content };
}

function errorOf(answer: Answer | undefined): unknown {
  if (!KeykistError.is(answer)) return "no error";
  const { code, secret, retry, hint } = answer;
  return { code, secret, retry, hint };
}

/** All that an answer says, but which operation it is the answer of. */
function whole(answer: Answer | undefined): unknown {
  if (answer === undefined || KeykistError.is(answer)) return errorOf(answer);
  const { name, type, keys, revision, content } = answer;
  return { name, type, keys: [...keys], revision, content: { ...content } };
}
