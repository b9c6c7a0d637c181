import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { KeykistError, type KeykistErrorDetails } from "@keykist/core";
import { describe, expect, test } from "vitest";
import { GENERAL_HINTS, hintOf } from "./hint.ts";

const core = path.resolve(import.meta.dirname, "../../core/src");

function hint(
  code: KeykistError["code"],
  details: KeykistErrorDetails,
  adopts = true,
): string | undefined {
  const error = new KeykistError(code, "…", { operation: "getSecret", secret: "db", ...details });
  return hintOf(error, { adopts });
}

describe("a hint at a terminal", () => {
  test("knows the general hints of core by their words", () => {
    const sources = readdirSync(core, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(path.join(core, file), "utf8"))
      .join("\n");
    expect(GENERAL_HINTS.filter((text) => !sources.includes(`"${text}"`))).toEqual([]);
  });

  test("of kist itself stays as it is", () => {
    expect(hint("SECRET_EXISTS", { operation: undefined, hint: "do it" })).toBe("do it");
  });

  test("of a flavor is kept, with commands in place of operations", () => {
    const given = "bring it back with undeleteSecret, or adoptSecret(name, type)";
    expect(hint("SECRET_EXISTS", { hint: given })).toBe(
      "bring it back with kist undelete db, or kist adopt db --schema TYPE",
    );
    expect(hint("SECRET_EXISTS", { hint: "undeleteSecret", secret: "a b" })).toBe(
      "kist undelete 'a b'",
    );
  });

  test("of a flavor may name another secret, by its id", () => {
    expect(hint("SECRET_EXISTS", { hint: 'read it with getSecret("id:app/x y")' })).toBe(
      "read it with kist get 'id:app/x y'",
    );
  });

  test("of a write whose outcome is unknown says what the flavor knows, and how to look", () => {
    const look = "see whether it was applied: kist describe db";
    expect(hint("UNKNOWN", { outcome: "unknown" })).toBe(look);
    expect(hint("PERMISSION_DENIED", { outcome: "unknown", hint: "allow x" })).toBe(
      `allow x; ${look}`,
    );
  });

  test("of a write that was applied is the flavor's", () => {
    expect(hint("PERMISSION_DENIED", { outcome: "applied", hint: "destroy it" })).toBe(
      "destroy it",
    );
  });

  test("leads to adoption only where the manager adopts", () => {
    const given = "take it over with adoptSecret(name, type) first";
    expect(hint("NOT_OWNED", { hint: given })).toContain("kist adopt db --schema TYPE");
    expect(hint("NOT_OWNED", { hint: given }, false)).toBe("change it with the tool that made it");
  });

  test("after an undeletion does not send back to what was refused", () => {
    const undelete = { operation: "undeleteSecret" };
    expect(hint("SECRET_EXISTS", undelete)).toBe("it is not deleted; see it: kist describe db");
    expect(hint("SECRET_NOT_FOUND", undelete)).toContain("kist register db KEY");
  });
});
