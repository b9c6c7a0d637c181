import { inspect } from "node:util";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { hasBrand } from "../../src/brand.ts";
import { KeykistError } from "../../src/errors/keykist-error.ts";
import { MemorySecretsManager } from "../../src/memory/index.ts";
import { arbitrarySchema } from "../../src/schemas/arbitrary-schema.ts";
import { configFields } from "../../src/stack/config-fields.ts";
import type { ConfigOf } from "../../src/stack/config-schema.ts";
import { StackComponent } from "../../src/stack/stack-component.ts";
import { StackComponentType } from "../../src/stack/stack-component-type.ts";

const storeConfig = configFields({
  bucket: { type: "string", pattern: "^[a-z]+$" },
  url: { type: "string", optional: true },
  password: { type: "string", optional: true },
  token: { type: "string", optional: true, sensitive: true },
  port: { type: "integer", default: 5432 },
  labels: { type: "stringMap", optional: true },
});

class TestArtifactStore extends StackComponent<ConfigOf<typeof storeConfig>> {
  static override readonly TYPE: string = StackComponentType.ARTIFACT_STORE;
  static override readonly FLAVOR: string = "test";
  static override readonly configSchema = storeConfig;
}

const nestedConfig = z.strictObject({
  auth: z.object({ user: z.string(), secret: z.string().meta({ writeOnly: true }) }).optional(),
  accounts: z
    .array(z.object({ name: z.string(), key: z.string().meta({ writeOnly: true }) }))
    .optional(),
  keys: z.array(z.string().meta({ writeOnly: true })).optional(),
  byName: z.record(z.string(), z.string().meta({ writeOnly: true })).optional(),
  retries: z.codec(z.string(), z.int(), { decode: Number, encode: String }).optional(),
  size: z.int().optional(),
});

class NestedStore extends StackComponent<ConfigOf<typeof nestedConfig>> {
  static override readonly TYPE: string = StackComponentType.ARTIFACT_STORE;
  static override readonly FLAVOR: string = "nested";
  static override readonly configSchema = nestedConfig;
}

/** Everything that a person or a log may see of a component. */
function shown(component: StackComponent): string {
  return [
    component.toString(),
    JSON.stringify(component),
    JSON.stringify(Object.entries(component)),
    JSON.stringify(component.config),
    JSON.stringify({ ...component.config }),
    inspect(component),
    inspect({ component }, { depth: null, showHidden: true }),
    inspect(component.config, { depth: null, showHidden: true }),
  ].join("\n");
}

async function refusal(run: () => unknown): Promise<KeykistError> {
  try {
    await run();
  } catch (error) {
    if (KeykistError.is(error)) return error;
    throw error;
  }
  throw new Error("expected an error");
}

describe("a stack component", () => {
  it("has an id, a name and a configuration", () => {
    const store = new TestArtifactStore({ bucket: "models" }, { id: "store-1", name: "my models" });

    expect(store.id).toBe("store-1");
    expect(store.name).toBe("my models");
    expect(store.config).toEqual({ bucket: "models", port: 5432 });
    expectTypeOf(store.config.port).toEqualTypeOf<number>();
    expect(hasBrand(store, "component")).toBe(true);
  });

  it("is called by its flavor, and has an id of its own, where nothing is said", () => {
    const first = new TestArtifactStore({ bucket: "a" });
    const second = new TestArtifactStore({ bucket: "a" });

    expect(first.name).toBe("test");
    expect(first.id).toMatch(/^[0-9a-f]{8}-/u);
    expect(first.id).not.toBe(second.id);
  });

  it("freezes its configuration, and does not change with the object it was made of", () => {
    const labels = { team: "a" };
    const store = new TestArtifactStore({ bucket: "models", labels });
    labels.team = "b";

    expect(store.config.labels).toEqual({ team: "a" });
    expect(store.config).toSatisfy(Object.isFrozen);
    expect(store.config.labels).toSatisfy(Object.isFrozen);
    expect(labels).not.toSatisfy(Object.isFrozen);
  });

  it("shows id, name, type, flavor and configuration", () => {
    const store = new TestArtifactStore({ bucket: "models" }, { id: "1", name: "m" });

    expect(store.toJSON()).toEqual({
      id: "1",
      name: "m",
      type: "artifact_store",
      flavor: "test",
      config: { bucket: "models", port: 5432 },
    });
    expect(inspect(store)).toContain("TestArtifactStore {");
    expect(String(store)).toBe(
      "TestArtifactStore { id: '1', name: 'm', type: 'artifact_store', flavor: 'test', config: { bucket: 'models', port: 5432 } }",
    );
  });

  it("refuses a configuration that its schema refuses", async () => {
    const error = await refusal(
      () => new TestArtifactStore({ port: "hunter2", hunter2: 1 }, { name: "m" }),
    );

    expect(error.code).toBe("INVALID_CONFIG");
    expect(error.flavor).toBe("test");
    expect(error.message).toBe(
      'the configuration of test "m" is not valid: bucket: missing; port: expected integer; (unknown key): unknown field',
    );
  });

  it.each([[[]], [new Map()], [new URL("file:///")]])(
    "refuses a configuration that is no plain object: %s",
    async (config) => {
      const error = await refusal(() => new TestArtifactStore(config));
      expect(error.issues).toEqual([{ key: "(config)", problem: "expected object" }]);
    },
  );

  it.each(["", "a/b", "{{a.b}}", ".hidden", "x".repeat(101)])(
    "refuses an id that is not one path segment: %j",
    async (id) => {
      const error = await refusal(() => new TestArtifactStore({ bucket: "a" }, { id }));
      expect(error.issues).toEqual([{ key: "id", problem: "expected one path segment" }]);
    },
  );

  it.each(["", "  ", "a\nb", "a\u0000b", "a\u2028b", "\uD800", "{{a.b}}", "x{{a.1}}y"])(
    "refuses a name that cannot be printed or holds a reference: %j",
    async (name) => {
      const error = await refusal(() => new TestArtifactStore({ bucket: "a" }, { name }));
      expect(error.code).toBe("INVALID_CONFIG");
      expect(error.issues?.[0]?.key).toBe("name");
    },
  );

  it.each([
    [
      "TYPE",
      class extends TestArtifactStore {
        static override readonly TYPE = "toaster";
      },
    ],
    [
      "FLAVOR",
      class extends TestArtifactStore {
        static override readonly FLAVOR = "";
      },
    ],
  ])("needs a class with %s", async (property, Class) => {
    const error = await refusal(() => new Class({ bucket: "a" }));

    expect(error.code).toBe("INVALID_CONFIG");
    expect(error.issues?.map(({ key }) => key)).toEqual([property]);
    expect(error.hint).toBe(`set \`static override readonly ${property}\` on the class`);
  });

  it("says all that a class does not set", async () => {
    class Empty extends StackComponent {}
    const error = await refusal(() => new Empty());

    expect(error.message).toBe("the class Empty does not set: TYPE, FLAVOR, configSchema");
  });
});

// The second kind of component beside managers; ZenML's test_secret_reference_mixin.py.
describe("a configuration with references", () => {
  let manager: MemorySecretsManager;

  beforeEach(async () => {
    manager = new MemorySecretsManager();
    const entries = { password: "hunter2", user: "app", port: "6543", odd: "hunter2!" };
    await manager.registerSecret(arbitrarySchema.create("db", entries));
  });

  it("is shown with the references, everywhere, before and after they are resolved", async () => {
    const store = new TestArtifactStore({
      bucket: "models",
      password: "{{db.password}}",
      token: "{{db.password}}",
      url: "postgres://{{db.user}}:{{db.password}}@host/",
    });
    expect(store.config.password).toBe("{{db.password}}");

    const config = await store.resolveConfig(manager);

    expect(config).toEqual({
      bucket: "models",
      port: 5432,
      password: "hunter2",
      token: "hunter2",
      url: "postgres://app:hunter2@host/",
    });
    expect(config).toSatisfy(Object.isFrozen);
    expectTypeOf(config).toEqualTypeOf(store.config);
    expect(store.config.token).toBe("{{db.password}}");
    expect(shown(store)).not.toContain("hunter2");
    for (const text of [
      store.toString(),
      JSON.stringify(store),
      inspect(store),
      JSON.stringify(store.config),
    ]) {
      expect(text).toContain("{{db.password}}");
      expect(text).toContain("postgres://{{db.user}}:{{db.password}}@host/");
    }
  });

  it("is the same without references, escapes undone", async () => {
    const store = new TestArtifactStore({ bucket: "models", url: String.raw`\{{db.user}}` });
    expect(await store.resolveConfig(manager)).toEqual({
      bucket: "models",
      port: 5432,
      url: "{{db.user}}",
    });
  });

  it("is not refused for what only the value can tell, and is checked again with it", async () => {
    await manager.registerSecret(
      arbitrarySchema.create("s3", { bucket: "models", bad: "HUNTER2" }),
    );
    const store = new TestArtifactStore({ bucket: "{{s3.bucket}}" });
    const wrong = new TestArtifactStore({ bucket: "{{s3.bad}}" });

    expect(store.config).toEqual({ bucket: "{{s3.bucket}}" });
    expect(await store.resolveConfig(manager)).toEqual({ bucket: "models", port: 5432 });
    const error = await refusal(() => wrong.resolveConfig(manager));
    expect(error.code).toBe("INVALID_CONFIG");
    expect(error.issues).toEqual([{ key: "bucket", problem: "does not match ^[a-z]+$" }]);
    expect(inspect(error, { depth: null })).not.toContain("HUNTER2");
  });

  it("is refused for everything else", async () => {
    const error = await refusal(
      () => new TestArtifactStore({ bucket: "{{s3.bucket}}", port: "x" }),
    );
    expect(error.issues).toEqual([{ key: "port", problem: "expected integer" }]);
  });

  it("is refused where the field is unknown, whatever the schema", async () => {
    const ours = await refusal(() => new TestArtifactStore({ bucket: "a", typo: "{{db.user}}" }));
    const foreign = await refusal(() => new NestedStore({ typo: "{{db.user}}" }));

    expect(ours.issues).toEqual([{ key: "(unknown key)", problem: "unknown field" }]);
    expect(foreign.issues).toEqual([{ key: "(unknown key)", problem: "unknown field" }]);
  });

  it("may stand where a foreign schema decodes a text", async () => {
    const store = new NestedStore({
      retries: "{{db.port}}",
      auth: { user: "{{db.user}}", secret: "x" },
    });
    expect(store.config.auth?.user).toBe("{{db.user}}");
    expect(await store.resolveConfig(manager)).toEqual({
      retries: 6543,
      auth: { user: "app", secret: "x" },
    });
  });

  it("cannot make a number of a text, and the error does not show it", async () => {
    const store = new NestedStore({ size: "{{db.odd}}" });
    const error = await refusal(() => store.resolveConfig(manager));

    expect(error.issues).toEqual([{ key: "size", problem: "expected integer" }]);
    expect(inspect(error, { depth: null })).not.toContain("hunter2");
  });

  it("tells every reference that does not resolve", async () => {
    const store = new TestArtifactStore({
      bucket: "a",
      url: "{{gone.url}}",
      password: "{{db.port2}}",
    });
    const error = await refusal(() => store.resolveConfig(manager));

    expect(error.code).toBe("REFERENCE_UNRESOLVED");
    expect(error.issues).toEqual([
      { key: "gone.url", problem: "no such secret" },
      { key: "db.port2", problem: "no such key" },
    ]);
  });

  it("is refused at once where a reference is malformed", async () => {
    const error = await refusal(() => new TestArtifactStore({ bucket: "a", url: "{{db.1st}}" }));

    expect(error.code).toBe("INVALID_CONFIG");
    expect(error.issues).toEqual([{ key: "url", problem: "malformed reference" }]);
  });

  it("can be given many managers, and be aborted", async () => {
    const store = new TestArtifactStore({ bucket: "a", password: "{{prod:db.password}}" });

    expect(await store.resolveConfig({ managers: { prod: manager } })).toMatchObject({
      password: "hunter2",
    });
    const error = await refusal(() =>
      store.resolveConfig({ managers: { prod: manager } }, { signal: AbortSignal.abort() }),
    );
    expect(error.code).toBe("ABORTED");
  });
});

describe("a sensitive field", () => {
  it("can be read, and is never shown", () => {
    const store = new TestArtifactStore({ bucket: "a", token: "hunter2" });

    expect(store.config.token).toBe("hunter2");
    expect(Object.keys(store.config)).toEqual(["bucket", "port"]);
    expect(store.toJSON().config).toEqual({ bucket: "a", port: 5432, token: "(hidden)" });
    expect(shown(store)).not.toContain("hunter2");
  });

  it("is hidden too where a reference is only a part of it", () => {
    const store = new TestArtifactStore({ bucket: "a", token: "hunter2-{{db.password}}" });
    expect(shown(store)).not.toContain("hunter2");
  });

  it("is hidden in nested objects, lists and records of a foreign schema", () => {
    const config = {
      auth: { user: "app", secret: "hunter2" },
      accounts: [{ name: "a", key: "hunter2" }],
      keys: ["hunter2"],
      byName: { a: "hunter2" },
    };
    const store = new NestedStore(config);

    expect(store.config.auth?.secret).toBe("hunter2");
    expect(store.config.accounts?.[0]?.key).toBe("hunter2");
    expect(store.config.keys).toEqual(["hunter2"]);
    expect(store.config.byName?.["a"]).toBe("hunter2");
    expect(store.toJSON().config).toEqual({
      auth: { user: "app", secret: "(hidden)" },
      accounts: [{ name: "a", key: "(hidden)" }],
      keys: "(hidden)",
      byName: { a: "(hidden)" },
    });
    expect(shown(store)).not.toContain("hunter2");
  });

  it("is hidden too while a reference keeps the configuration from being checked", () => {
    const store = new NestedStore({ size: "{{db.port}}", auth: { user: "a", secret: "hunter2" } });
    expect(store.config.auth?.secret).toBe("hunter2");
    expect(shown(store)).not.toContain("hunter2");
  });

  it("cannot be told without JSON Schema, so that the component is refused", async () => {
    class DatedStore extends TestArtifactStore {
      static override readonly configSchema: typeof storeConfig = { ...storeConfig };
    }
    Object.defineProperty(DatedStore, "configSchema", { value: z.object({ at: z.date() }) });
    const error = await refusal(() => new DatedStore({ at: new Date(0) }));

    expect(error.message).toBe("the configuration's schema gives no JSON Schema");
  });
});
