import assert from "node:assert/strict";
import type { Capabilities } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, holds, isAbsent, succeeds } from "../../expectations.ts";
import {
  givenDeletion,
  givenPlanted,
  givenSecret,
  givenUpdate,
  revisionOf,
  secretOf,
} from "../../given.ts";

const guards = ["server", "cooperative", "none"];
const consistencies = ["strong", "eventual"];
const words: Readonly<Record<Exclude<keyof Capabilities, "limits">, readonly unknown[]>> = {
  exclusiveCreate: guards,
  guardedUpdate: guards,
  guardedDelete: guards,
  readAfterWrite: consistencies,
  listAfterWrite: consistencies,
  atomicUpdate: [true, false],
  write: [true, false],
  adopt: [true, false],
  history: ["none", "previous", "full"],
  deletion: ["immediate", "recoverable"],
  nativeReads: ["exact", "settled", "none"],
  readsById: [true, false],
};

/** That the capabilities themselves are sound, and the claims that need no other writer. */
export const claimCases: readonly ConformanceCase[] = group("capabilities", {
  words: {
    title: "the capabilities are claimed in the words of the contract",
    run: async (context) => {
      const { capabilities } = await context.manager();
      for (const [claim, known] of Object.entries(words)) {
        const value: unknown = Reflect.get(capabilities, claim);
        assert.ok(known.includes(value), `${claim} is none of ${known.join(", ")}`);
      }
    },
  },
  limits: {
    title: "the limits are whole numbers above zero, and names have at most 200 characters",
    run: async (context) => {
      const { limits } = (await context.manager()).capabilities;
      const { valueBytes, secretBytes, keys, names } = limits;
      for (const [limit, value] of Object.entries({ valueBytes, secretBytes, keys, names })) {
        assert.ok(
          Number.isSafeInteger(value) && value > 0,
          `${limit} is no whole number above zero`,
        );
      }
      assert.ok(names <= 200, "names are longer than the grammar allows");
      assert.ok(valueBytes <= secretBytes, "a value is larger than a secret");
    },
  },
  stable: {
    title: "the capabilities of a manager stay as they are: before, during and after its work",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const before = JSON.stringify(manager.capabilities);
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await succeeds(manager.getSecret(name), "reading");
      assert.equal(JSON.stringify(manager.capabilities), before, "the capabilities while it works");
      await succeeds(manager.close(), "closing");
      assert.equal(
        JSON.stringify(manager.capabilities),
        before,
        "the capabilities of a closed manager",
      );
    },
  },
  "not-shared": {
    title: "nobody can change what a manager claims by writing to its capabilities",
    run: async (context) => {
      const { capabilities } = await context.manager();
      const { write, limits } = capabilities;
      const { keys } = limits;
      const changed = [
        Reflect.set(capabilities, "write", !write) &&
          (await context.manager()).capabilities.write !== write,
        Reflect.set(limits, "keys", keys + 1) &&
          (await context.manager()).capabilities.limits.keys !== keys,
      ];
      // Put back, so that a manager that fails here is judged by its own claims in other cases.
      Reflect.set(capabilities, "write", write);
      Reflect.set(limits, "keys", keys);
      assert.deepEqual(
        changed,
        [false, false],
        "whether another manager claims something else now",
      );
    },
  },
  "strong-reads": {
    title:
      "where reads are claimed to be strong, another manager reads every write at once, in every way of reading",
    requires: ["write", "strong reads"],
    run: async (context) => {
      const writer = await context.manager();
      const reader = await context.manager();
      const name = await givenSecret(context, writer, "db", { password: "tulip" });
      await succeeds(reader.getSecrets([name]), "reading many");
      await succeeds(reader.describeSecret(name), "describing");
      await succeeds(writer.updateSecret(secretOf(name, { password: "dahlia" })), "updating");
      const [batch, description, single] = await Promise.all([
        succeeds(reader.getSecrets([name]), "reading many"),
        succeeds(reader.describeSecret(name), "describing"),
        succeeds(reader.getSecret(name), "reading"),
      ]);
      const present = await revisionOf(writer, name);
      const found = [
        Reflect.get(Object(batch.get(name)), "revision"),
        description.revision,
        single.revision,
      ];
      assert.deepEqual(found, [present, present, present], "the revisions that the reader sees");
      await succeeds(writer.deleteSecret(name), "deleting");
      const another = await context.manager();
      await isAbsent(another, name, "reading at once after a deletion");
    },
  },
  "strong-lists": {
    title: "where listings are claimed to be strong, another manager lists every write at once",
    requires: ["write", "strong lists"],
    run: async (context) => {
      const writer = await context.manager();
      const reader = await context.manager();
      const prefix = context.name("db");
      const listed = async (): Promise<string[]> => {
        const summaries = await succeeds(collected(reader.listSecrets({ prefix })), "listing");
        return summaries.map(({ name, revision }) => `${name} ${revision}`);
      };
      assert.deepEqual(await listed(), [], "before a registration");
      const registered = await succeeds(
        writer.registerSecret(secretOf(prefix, { password: "tulip" })),
        "registering",
      );
      assert.equal((await listed()).length, 1, "how many are listed after a registration");
      await succeeds(writer.updateSecret(secretOf(prefix, { password: "dahlia" })), "updating");
      assert.notDeepEqual(
        await listed(),
        [`${prefix} ${registered}`],
        "what is listed after an update",
      );
      await succeeds(writer.deleteSecret(prefix), "deleting");
      assert.deepEqual(await listed(), [], "what is listed after a deletion");
    },
  },
  "history-kept": {
    title:
      "a full history keeps the states of several updates, each as it was; a previous one the last before the present",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { state: "0" });
      const revisions = [await revisionOf(manager, name)];
      for (const state of ["1", "2", "3"]) {
        await givenUpdate(context, manager, name, { state });
        revisions.push(await revisionOf(manager, name));
      }
      const kept = context.capabilities.history === "full" ? [0, 1, 2] : [2];
      for (const state of kept) {
        const read = manager.getSecret(name, { revision: revisions[state] });
        const { content } = await succeeds(read, "reading a state that is kept");
        assert.deepEqual(
          { ...content },
          { state: String(state) },
          "the entries of a state that is kept",
        );
      }
    },
  },
  "deletion-immediate": {
    title: "where deletion is immediate, a secret that was deleted is gone from the backend",
    requires: ["write", "no recoverable", "peek"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenDeletion(context, manager, name);
      assert.equal(await context.backend.peek?.(name), undefined, "what the backend still holds");
    },
  },
  "read-only-reads": {
    title: "a manager that only reads does read",
    requires: ["no write", "plant"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "db", { password: "tulip" }, { owned: true });
      await holds(manager, name, { password: "tulip" }, "a secret that others wrote");
      const names = await succeeds(manager.getAllSecretKeys(), "listing names");
      assert.ok(names.includes(name), "the secret is not listed");
    },
  },
});
