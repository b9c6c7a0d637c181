import { describe, expect, expectTypeOf, it } from "vitest";
import { isStackComponentType, StackComponentType } from "../../src/stack/stack-component-type.ts";

describe("StackComponentType", () => {
  it("has ZenML's words", () => {
    expect(StackComponentType.SECRETS_MANAGER).toBe("secrets_manager");
    expect(StackComponentType.ARTIFACT_STORE).toBe("artifact_store");
    for (const [name, value] of Object.entries(StackComponentType)) {
      expect(value).toBe(name.toLowerCase());
    }
  });

  it("is a type, too", () => {
    expectTypeOf<"secrets_manager">().toExtend<StackComponentType>();
    expectTypeOf<"something_else">().not.toExtend<StackComponentType>();
  });

  it("is recognised", () => {
    expect(isStackComponentType("alerter")).toBe(true);
    expect(isStackComponentType("ALERTER")).toBe(false);
    expect(isStackComponentType(undefined)).toBe(false);
  });
});
