import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import vectors from "./id-vectors.json" with { type: "json" };
import { foreignId, headId, keyId, labelValue, scopeOf } from "../src/names.ts";

const seed = Number(process.env["KEYKIST_TEST_SEED"] ?? Date.now() % 1_000_000_000);
const options = { seed, numRuns: 2000 };

/** Paths and keys of the grammar, of few characters, so that what could be mixed up is met often. */
const path = fc.stringMatching(/^[aA][aA._-]{0,5}(?:\/[aA][aA._-]{0,3}){0,2}$/u);
const key = fc.stringMatching(/^[aA_][aA_-]{0,5}$/u);
/** What the head of a path is told from a key by. */
const place = fc.oneof(key, fc.constant("head"), fc.constant(undefined));
const idOf = (of: string, at: string | undefined): string =>
  at === undefined ? headId(of) : keyId(of, at);

describe(`ids of GCP secrets (KEYKIST_TEST_SEED=${seed})`, () => {
  it("two paths, or keys, never have one id", () => {
    fc.assert(
      fc.property(path, place, path, place, (pathA, placeA, pathB, placeB) => {
        const same = pathA === pathB && placeA === placeB;
        expect(idOf(pathA, placeA) === idOf(pathB, placeB)).toBe(same);
      }),
      options,
    );
  });

  it("are what GCP allows, and no longer than 100 characters, whatever the path and key", () => {
    const anyPath = fc.stringMatching(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}(?:\/[A-Za-z0-9]{1,90})?$/u,
    );
    const anyKey = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/u);
    fc.assert(
      fc.property(anyPath, anyKey, (of, at) => {
        for (const id of [headId(of), keyId(of, at)]) expect(id).toMatch(/^[A-Za-z0-9_-]{1,100}$/u);
      }),
      options,
    );
  });

  it("say path and key where only these can have them", () => {
    expect(keyId("prod-db", "DB_PASSWORD")).toBe("prod-db--DB_PASSWORD");
    expect(headId("prod-db")).toBe("prod-db--head");
    expect(headId("Prod")).not.toBe(headId("prod"));
  });

  it.each([
    ["a path with a separator", keyId("a--b", "c")],
    ["a key with a separator", keyId("a", "b--c")],
    ["a path with /", keyId("team/db", "c")],
    ["a path with .", keyId("db.prod", "c")],
    ["a key that is named as heads are", keyId("db", "head")],
    ["a long path", keyId("n".repeat(200), "c")],
    ["what looks hashed", keyId("db", `c-${"a".repeat(26)}`)],
  ])("%s gives a hashed one", (_what, id) => {
    expect(id).toMatch(/-[a-z2-7]{26}$/u);
  });

  it("a name never leads to the values of another secret, as if something else had made them", () => {
    fc.assert(
      fc.property(path, path, place, (name, of, at) => {
        const id = idOf(of, at);
        expect(foreignId(name)).not.toBe(id);
        expect(foreignId(id)).not.toBe(id);
      }),
      options,
    );
  });

  it("what something else made under a name is under that id, where GCP has such ids", () => {
    expect(foreignId("prod-db")).toBe("prod-db");
    const others = ["team/db", "team.db", "team--db", "n".repeat(200)].map(foreignId);
    for (const id of others) expect(id).toMatch(/-[a-z2-7]{26}$/u);
  });
});

const isHashed = ({ id }: { readonly id: string }) => /-[a-z2-7]{26}$/u.test(id);

describe("ids that are frozen in the format", () => {
  it.each(vectors)("$path, $key: $id", ({ path: of, key: at, id }) => {
    expect(idOf(of, at ?? undefined)).toBe(id);
  });

  it("cover every way to make one", () => {
    expect(vectors.filter(isHashed).length).toBeGreaterThan(8);
    expect(vectors.filter((each) => !isHashed(each)).length).toBeGreaterThan(3);
  });
});

describe("labels", () => {
  it("hold what GCP allows, and tell all texts apart", () => {
    const text = fc.stringMatching(/^[aA._/-]{1,6}$/u);
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(labelValue(a)).toMatch(/^[a-z0-9_-]{1,63}$/u);
        expect(labelValue(a) === labelValue(b)).toBe(a === b);
      }),
      options,
    );
    expect(labelValue("prod-db")).toBe("prod-db");
    expect(labelValue("N".repeat(200)).length).toBeLessThanOrEqual(63);
  });

  it("tell the scope of a path", () => {
    const paths = ["db", "keykist/global/db", "keykist/component/c1/db", "keykist/namespace/n/a/b"];
    expect(paths.map(scopeOf)).toEqual(["none", "global", "component/c1", "namespace/n"]);
    expect(scopeOf("keykist/namespace/n/")).toBe("namespace/n");
  });
});
