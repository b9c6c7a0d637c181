import { describe, expect, test } from "vitest";
import { MemorySecretsManager } from "../memory/index.ts";
import { KeykistError } from "../errors/keykist-error.ts";
import { secretFromEntries } from "./secret-from-entries.ts";

describe("a secret made of raw entries", () => {
  test("keeps every byte, and the type, when it is registered", async () => {
    await using manager = new MemorySecretsManager();
    const entries = new Map([
      ["username", "app"],
      ["password", " 1.50\r\n\u0000"],
    ]);
    await manager.registerSecret(secretFromEntries({ name: "db", type: "basic_auth", entries }));
    const { type, content } = await manager.getSecret("db");
    expect({ type, ...content }).toEqual({ type: "basic_auth", ...Object.fromEntries(entries) });
  });

  test("is checked against the schema of its type when it is written", async () => {
    await using manager = new MemorySecretsManager();
    const secret = secretFromEntries({ name: "db", type: "basic_auth", entries: new Map() });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({ code: "INVALID_VALUE" });
  });

  test.each([
    ["INVALID_NAME", { name: "/", type: "arbitrary", entries: new Map() }],
    ["INVALID_VALUE", { name: "db", type: "no type", entries: new Map() }],
    ["INVALID_KEY", { name: "db", type: "arbitrary", entries: new Map([["1 key", "hunter2"]]) }],
    ["INVALID_VALUE", { name: "db", type: "arbitrary", entries: new Map([["key", "\ud800"]]) }],
  ])("is refused as %s where it cannot be stored", (code, parts) => {
    let thrown: unknown;
    try {
      secretFromEntries(parts);
    } catch (error) {
      thrown = error;
    }
    expect(KeykistError.is(thrown) && thrown.code).toBe(code);
    expect(String(thrown)).not.toContain("hunter2");
  });

  test("does not print its values", () => {
    const entries = new Map([["password", "hunter2"]]);
    const secret = secretFromEntries({ name: "db", type: "arbitrary", entries });
    expect(`${secret.toString()} ${JSON.stringify(secret)}`).not.toContain("hunter2");
  });
});
