import * as fc from "fast-check";
import { inspect } from "node:util";
import { beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { KeykistError } from "../../src/errors/keykist-error.ts";
import type { ErrorCode } from "../../src/errors/error-code.ts";
import type { SecretsManager } from "../../src/manager/secrets-manager.ts";
import {
  MemoryBackendError,
  type MemoryFault,
  MemorySecretsManager,
  MemoryStore,
} from "../../src/memory/index.ts";
import { escapeReferences } from "../../src/references/parse-references.ts";
import type { ReferenceManagers } from "../../src/references/reference-managers.ts";
import { resolveReferences } from "../../src/references/resolve-references.ts";

/** A memory manager over planted secrets that can be made to fail for some of them. */
class TestManager extends MemorySecretsManager {
  readonly faults: Map<string, MemoryFault> = new Map();
  onStep: () => unknown = () => undefined;

  constructor(secrets: Readonly<Record<string, Readonly<Record<string, string>>>>) {
    const store = new MemoryStore();
    const beforeStep = async (secret: string | undefined): Promise<void> => {
      await this.onStep();
      const fault = this.faults.get(secret ?? "");
      if (fault !== undefined) throw new MemoryBackendError(fault, "hunter2 in a foreign message");
    };
    super(
      {},
      {
        store,
        interceptStep: async (step, run) => {
          await beforeStep(step.secret);
          return run();
        },
      },
    );
    for (const [name, entries] of Object.entries(secrets)) {
      store.plant(name, entries, { type: "arbitrary" });
    }
  }
}

/** The names of each batch that a manager is asked for from now on. */
function batches(manager: SecretsManager): () => readonly (readonly string[])[] {
  const spy = vi.spyOn(manager, "getSecrets");
  return () => spy.mock.calls.map(([names]) => names);
}

async function failure(
  value: unknown,
  managers: ReferenceManagers,
  code: ErrorCode = "REFERENCE_UNRESOLVED",
): Promise<KeykistError> {
  try {
    await resolveReferences(value, managers);
  } catch (error) {
    if (KeykistError.is(error, code)) return error;
    throw error;
  }
  throw new Error(`expected ${code}`);
}

describe("resolveReferences", () => {
  let manager: TestManager;

  beforeEach(() => {
    manager = new TestManager({
      db: { user: "app", password: "hunter2", empty: "", nested: "{{db.user}}" },
      "team/api.v2": { token: "t0ken" },
    });
  });

  it("makes a string that is one reference the value, and replaces references in place", async () => {
    const value = {
      password: "{{ db.password }}",
      url: "postgres://{{db.user}}:{{db.password}}@host",
      list: ["{{team/api.v2.token}}", 1, null, true],
      plain: "no reference",
    };

    const resolved = await resolveReferences(value, manager);

    expect(resolved).toEqual({
      password: "hunter2",
      url: "postgres://app:hunter2@host",
      list: ["t0ken", 1, null, true],
      plain: "no reference",
    });
    expectTypeOf(resolved).toEqualTypeOf<typeof value>();
  });

  it("leaves the input as it is, and shares no array or object with it", async () => {
    const value = Object.freeze({ list: Object.freeze([Object.freeze({ a: "{{db.user}}" })]) });
    const resolved = await resolveReferences(value, manager);

    expect(value.list[0]?.a).toBe("{{db.user}}");
    expect(resolved.list).not.toBe(value.list);
    expect(resolved.list[0]).not.toBe(value.list[0]);
  });

  it("works with what the value was at the time of the call", async () => {
    const value = { a: "{{db.user}}" };
    const pending = resolveReferences(value, manager);
    value.a = "{{db.password}}";

    expect(await pending).toEqual({ a: "app" });
  });

  it("reads every secret once, in one batch, however many references name it", async () => {
    const asked = batches(manager);
    await resolveReferences(
      ["{{db.user}}", "{{db.password}}", "{{team/api.v2.token}}", "{{db.user}}{{db.user}}"],
      manager,
    );

    expect(asked()).toEqual([["db", "team/api.v2"]]);
  });

  it("reads nothing where there is no reference", async () => {
    const asked = batches(manager);
    await resolveReferences({ a: String.raw`\{{db.user}}`, b: 1 }, manager);
    expect(asked()).toEqual([]);
  });

  it("does not search values for references", async () => {
    expect(await resolveReferences("{{db.nested}}", manager)).toBe("{{db.user}}");
    expect(await resolveReferences(String.raw`\{{db.user}}{{db.nested}}`, manager)).toBe(
      "{{db.user}}{{db.user}}",
    );
  });

  it("gives empty values", async () => {
    expect(await resolveReferences("<{{db.empty}}>", manager)).toBe("<>");
  });

  it("gives back any text that was escaped", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const escaped: unknown = JSON.parse(JSON.stringify(value), (_, item: unknown) =>
          typeof item === "string" ? escapeReferences(item) : item,
        );
        expect(JSON.stringify(await resolveReferences(escaped, manager))).toBe(
          JSON.stringify(value),
        );
      }),
    );
  });

  it("keeps objects without a prototype, and keys such as __proto__", async () => {
    const bare: Readonly<Record<string, unknown>> = { __proto__: null, a: "{{db.user}}" };
    const parsed: unknown = JSON.parse('{"__proto__": {"admin": "{{db.user}}"}}');

    const resolvedBare = await resolveReferences(bare, manager);
    const resolvedParsed = await resolveReferences(parsed, manager);

    expect(Object.getPrototypeOf(resolvedBare)).toBeNull();
    expect(resolvedBare["a"]).toBe("app");
    expect(JSON.stringify(resolvedParsed)).toBe('{"__proto__":{"admin":"app"}}');
    expect(Object.getPrototypeOf(resolvedParsed)).toBe(Object.prototype);
  });

  it("passes on dates, maps, functions and instances of classes", async () => {
    const value = { date: new Date(0), map: new Map([["a", "{{db.user}}"]]), call: () => 1 };
    const resolved = await resolveReferences(value, manager);

    expect(resolved.date).toBe(value.date);
    expect(resolved.map).toBe(value.map);
    expect(resolved.call).toBe(value.call);
  });

  it("reads the raw string of a key, also where the secret does not fit its schema", async () => {
    const store = new MemoryStore();
    store.plant("login", { username: "app", extra: "x" }, { type: "basic_auth" });
    const other = new MemorySecretsManager({}, { store });

    expect(await resolveReferences("{{login.username}}", other)).toBe("app");
  });

  describe("with several managers", () => {
    let prod: TestManager;

    beforeEach(() => {
      prod = new TestManager({ db: { password: "prod-hunter2" } });
    });

    it.each(["record", "map"] as const)("asks the one that is named, in a %s", async (form) => {
      const named = { prod, dev: manager };
      const managers = form === "record" ? named : new Map(Object.entries(named));
      const resolved = await resolveReferences(
        ["{{db.password}}", "{{prod:db.password}}", "{{dev:db.user}}"],
        { default: manager, managers },
      );

      expect(resolved).toEqual(["hunter2", "prod-hunter2", "app"]);
    });

    it("asks each once, also one that has two names", async () => {
      const askedManager = batches(manager);
      const askedProd = batches(prod);
      await resolveReferences(["{{db.password}}", "{{dev:db.user}}", "{{prod:db.password}}"], {
        default: manager,
        managers: { dev: manager, prod },
      });

      expect(askedManager()).toEqual([["db"]]);
      expect(askedProd()).toEqual([["db"]]);
    });

    it("asks them side by side", async () => {
      const arrivals = Promise.withResolvers<void>();
      let waiting = 0;
      const meet = (): Promise<void> => {
        waiting += 1;
        if (waiting === 2) arrivals.resolve();
        return arrivals.promise;
      };
      manager.onStep = meet;
      prod.onStep = meet;

      const managers = { default: manager, managers: { prod } };
      expect(await resolveReferences("{{db.user}}{{prod:db.password}}", managers)).toBe(
        "appprod-hunter2",
      );
    });

    it("says which manager is not there, or that there is no default", async () => {
      const error = await failure(["{{db.user}}", "{{constructor:db.user}}", "{{nope:db.user}}"], {
        managers: { prod },
      });

      expect(error.issues).toEqual([
        { key: "db.user", problem: "no default manager" },
        { key: "constructor:db.user", problem: "no manager of that name" },
        { key: "nope:db.user", problem: "no manager of that name" },
      ]);
      expect(error.hint).toBe("pass a default manager, or name one: {{manager:name.key}}");
    });

    it("does not let a single manager answer for a name", async () => {
      const error = await failure("{{prod:db.user}}", manager);
      expect(error.issues).toEqual([{ key: "prod:db.user", problem: "no manager of that name" }]);
    });
  });

  describe("what does not resolve", () => {
    it("is reported as a whole: missing secrets, missing keys, denied, unavailable, malformed", async () => {
      manager.faults.set("locked", "denied");
      manager.faults.set("down", "unavailable");
      manager.faults.set("odd", "corrupt");
      const error = await failure(
        {
          ok: "{{db.user}}",
          a: "{{gone.password}}",
          b: ["{{db.port}}"],
          c: "{{locked.password}} {{down.password}} {{odd.password}} {{gone.user}}",
          d: "{{db.1st}}",
        },
        manager,
      );

      expect(error.issues).toEqual([
        { key: "d", problem: "malformed reference" },
        { key: "gone.password", problem: "no such secret" },
        { key: "db.port", problem: "no such key" },
        { key: "locked.password", problem: "permission denied" },
        { key: "down.password", problem: "unavailable" },
        { key: "odd.password", problem: "damaged" },
        { key: "gone.user", problem: "no such secret" },
      ]);
      expect(error.message).toContain(
        "7 references do not resolve: d (malformed reference), gone.",
      );
      expect(error.retry).toBe("never");
    });

    it("suggests to register a missing secret, or to add a missing key", async () => {
      const managers = { default: manager, managers: { dev: manager } };
      const missing = await failure("{{gone.password}}", managers);
      const elsewhere = await failure("{{dev:gone.password}}", managers);
      const keyless = await failure("{{db.port}}", managers);

      expect(missing.hint).toContain("kist register gone password");
      expect(elsewhere.hint).toContain("kist register gone password --manager dev");
      expect(keyless.hint).toContain("kist update db port");
    });

    it("may be tried again only if everything may", async () => {
      manager.faults.set("down", "unavailable");

      expect((await failure("{{down.a}}", manager)).retry).toBe("safe");
      expect((await failure("{{down.a}}{{gone.a}}", manager)).retry).toBe("never");
    });

    it.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
      "is a key that only every object has: %s",
      async (key) => {
        const error = await failure(`{{db.${key}}}`, manager);
        expect(error.issues).toEqual([{ key: `db.${key}`, problem: "no such key" }]);
      },
    );

    it("holds no value, and nothing of a foreign message", async () => {
      manager.faults.set("locked", "denied");
      const error = await failure("{{db.password}}{{locked.password}}{{db.port}}", manager);
      const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)];

      expect(shown.join("\n")).not.toContain("hunter2");
    });

    it("is everything, where the manager as a whole fails", async () => {
      await manager.close();
      const error = await failure("{{db.user}}{{db.password}}", manager);

      expect(error.issues).toEqual([
        { key: "db.user", problem: "the manager is closed" },
        { key: "db.password", problem: "the manager is closed" },
      ]);
    });

    it.each([
      ["does not answer", () => Promise.resolve(new Map())],
      ["throws something of its own", () => Promise.reject(new Error("hunter2"))],
    ])("is what a manager without manners %s", async (_, getSecrets) => {
      vi.spyOn(manager, "getSecrets").mockImplementation(getSecrets);
      const error = await failure("{{db.user}}", manager);

      expect(error.issues).toEqual([{ key: "db.user", problem: "cannot be read (UNKNOWN)" }]);
      expect(inspect(error, { depth: null })).not.toContain("hunter2");
    });
  });

  describe("an abort", () => {
    it("before anything is read reads nothing", async () => {
      const asked = batches(manager);
      const signal = AbortSignal.abort();
      await expect(resolveReferences("{{db.user}}", manager, { signal })).rejects.toMatchObject({
        code: "ABORTED",
      });
      expect(asked()).toEqual([]);
    });

    it("during the reading is ABORTED, though other references are missing", async () => {
      const controller = new AbortController();
      manager.onStep = () => {
        controller.abort();
      };
      const managers = { default: manager, managers: {} };
      const pending = resolveReferences("{{db.user}}{{nope:a.b}}", managers, {
        signal: controller.signal,
      });

      await expect(pending).rejects.toMatchObject({ code: "ABORTED", retry: "safe" });
    });
  });
});
