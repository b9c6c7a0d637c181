import { type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { givenUpdate } from "../../given.ts";
import { expectNoLeaks } from "../../leaks/expect-no-leaks.ts";
import { canarySecret, givenCanary } from "./canary-secret.ts";

export const printingCases: readonly ConformanceCase[] = group("leaks", {
  secret: {
    title: "a secret that was read shows no value when it is printed, serialised, cloned or copied",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      expectNoLeaks(await succeeds(manager.getSecret(name), "reading"), values, "a secret");
    },
  },
  "secret-part": {
    title:
      "a secret that was read in part shows no value either, of the keys that were asked for or of others",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      const secret = await succeeds(manager.getSecret(name, { keys: ["user"] }), "reading one key");
      expectNoLeaks(secret, values, "a part of a secret");
    },
  },
  "secret-batch": {
    title: "secrets that were read many at once show no value when they are printed",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      const answers = await succeeds(
        manager.getSecrets([name, context.name("absent")]),
        "reading many",
      );
      expectNoLeaks([...answers], values, "the answers");
    },
  },
  describe: {
    title: "a description shows no value",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      expectNoLeaks(
        await succeeds(manager.describeSecret(name), "describing"),
        values,
        "a description",
      );
    },
  },
  list: {
    title: "listings show no value",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      const summaries = await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
      expectNoLeaks(summaries, values, "a listing");
      expectNoLeaks(
        await succeeds(manager.getAllSecretKeys(), "listing names"),
        values,
        "a list of names",
      );
    },
  },
  history: {
    title: "the history of a secret shows no value, present or past",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      const next = canarySecret(context, "db");
      await givenUpdate(context, manager, name, next.entries);
      const history = await succeeds(manager.getSecretHistory(name), "reading the history");
      expectNoLeaks(history, [...values, ...next.values], "a history");
    },
  },
  manager: {
    title:
      "a manager that has read and written secrets shows no value when it is printed or serialised",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, values } = await givenCanary(context, manager, "db");
      const next = canarySecret(context, "db");
      await givenUpdate(context, manager, name, next.entries);
      await succeeds(manager.getSecret(name), "reading");
      await succeeds(manager.getSecrets([name]), "reading many");
      expectNoLeaks(manager, [...values, ...next.values], "a manager");
    },
  },
});
