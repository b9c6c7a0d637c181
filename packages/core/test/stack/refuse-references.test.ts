import { describe, expect, it } from "vitest";
import { MemorySecretsManager } from "../../src/memory/index.ts";
import { refuseReferences } from "../../src/stack/refuse-references.ts";

describe("refuseReferences", () => {
  it("names every field that holds one, and never its text", () => {
    const config = { region: "eu", token: "{{hunter2.key}}", list: [{ a: "x{{hunter2.1}}y" }] };
    const refuse = (): void => {
      refuseReferences(config);
    };

    expect(refuse).toThrow(
      "the configuration of a secrets manager may not hold references: token, list[0].a",
    );
    try {
      refuse();
    } catch (error) {
      expect(error).toMatchObject({
        code: "INVALID_CONFIG",
        issues: [
          { key: "token", problem: "may not hold a reference" },
          { key: "list[0].a", problem: "may not hold a reference" },
        ],
      });
      expect(JSON.stringify(error)).not.toContain("hunter2");
    }
  });

  it("takes a configuration without references", () => {
    expect(() => {
      refuseReferences({ region: "eu", text: String.raw`{{ plain }} and \{{a.b}}` });
      refuseReferences(undefined);
    }).not.toThrow();
  });

  // ZenML's test_base_secrets_manager.py.
  it("is what a secrets manager does", () => {
    expect(() => new MemorySecretsManager({ namespace: "{{db.password}}" })).toThrow(
      "may not hold references: namespace",
    );
  });
});
