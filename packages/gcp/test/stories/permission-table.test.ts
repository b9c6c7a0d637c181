import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SecretsManager } from "@keykist/core";
import { KeykistError } from "@keykist/core";
import { beforeAll, describe, expect, it } from "vitest";
import { entriesOf, project, secretOf } from "./project.ts";

/** A row of the README's table. */
interface Role {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly operations: string;
}

const SECRET = { user: "app", password: "dahlia" };

/** What the table speaks of, by the words that it has for it. */
const operations: Readonly<Record<string, (manager: SecretsManager) => Promise<unknown>>> = {
  getSecret: (manager) => manager.getSecret("db"),
  getSecrets: async (manager) => {
    for (const each of (await manager.getSecrets(["db"])).values())
      if (KeykistError.is(each)) throw each;
  },
  describeSecret: (manager) => manager.describeSecret("db"),
  getSecretHistory: (manager) => manager.getSecretHistory("db"),
  getAllSecretKeys: (manager) => manager.getAllSecretKeys(),
  listSecrets: async (manager) => {
    for await (const { revision } of manager.listSecrets()) expect(revision).toBeDefined();
  },
  updateSecret: (manager) => manager.updateSecret(secretOf("db", { ...SECRET, password: "rose" })),
  modifySecret: (manager) =>
    manager.modifySecret("db", (content) => ({ ...content, password: "rose" })),
  rollbackSecret: async (manager) => manager.rollbackSecret("db", earlier),
  "new keys": (manager) => manager.updateSecret(secretOf("db", { ...SECRET, host: "db" })),
  registerSecret: (manager) => manager.registerSecret(secretOf("web", { token: "tulip" })),
  adoptSecret: (manager) => manager.adoptSecret("mail", "arbitrary"),
  deleteSecret: (manager) => manager.deleteSecret("db"),
  deleteAllSecrets: async (manager) => {
    const { failed } = await manager.deleteAllSecrets();
    for (const error of failed.values()) throw error;
  },
};

/** The revision to go back to. */
let earlier = "";

/** A project with a secret of two states, and one of something else. */
async function prepared() {
  const { emulator, person, manager: open } = project();
  const owner = open("owner");
  earlier = await owner.registerSecret(secretOf("db", { ...SECRET, password: "tulip" }));
  await owner.updateSecret(secretOf("db", SECRET));
  await person.create("mail");
  await person.add("mail", "lily");
  /** All that anybody reads, and what the labels say. */
  const seen = async () => ({
    keykist: await entriesOf(open("reader"), "db"),
    native: [await person.access("db--user"), await person.access("db--password")],
    mail: await person.access("mail"),
    ids: await person.list(),
    heads: await person.list("labels.keykist-role=head"),
  });
  return { emulator, open, seen };
}

let roles: readonly Role[] = [];

beforeAll(async () => {
  const readme = await readFile(path.join(import.meta.dirname, "../../README.md"), "utf8");
  const table = readme.slice(readme.indexOf("| role | permissions"));
  const rows = table.slice(0, table.indexOf("\n\n")).split("\n").slice(2);
  roles = rows.map((row) => {
    const [name = "", permissions = "", allowed = ""] = row
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const named = [...permissions.matchAll(/`(?<permission>[a-z.]+)`/gu)];
    return {
      name,
      permissions: named.map(({ groups }) => `secretmanager.${groups?.["permission"] ?? ""}`),
      operations: allowed,
    };
  });
});

/** Whether a role allows an operation: it names it, or another whose operations it has. */
function allows({ operations: words }: Role, operation: string): boolean {
  if (new RegExp(`(?:\`|, )${operation}(?:\`|,|$)`, "u").test(words)) return true;
  const [, others = ""] = /^those of (?<others>[a-z, ]+?), and /u.exec(words) ?? [];
  return roles.some(
    (role) => others.split(/, | and /u).includes(role.name) && allows(role, operation),
  );
}

describe.each(["read", "list", "update", "register", "delete", "all"])(
  "the role %s of the README's table",
  (name) => {
    const roleOf = (): Role => {
      const role = roles.find((each) => each.name === name);
      if (role === undefined) throw new Error(`the table has no role ${name}`);
      return role;
    };

    it.each(Object.entries(operations))(
      "%s: works, or is refused and changes nothing",
      async (operation, run) => {
        const { emulator, open, seen } = await prepared();
        const role = roleOf();
        emulator.allowOnly(role.name, [role]);
        const before = await seen();
        const manager = open(role.name);
        const error: unknown = await run(manager).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        await manager.close();
        if (allows(role, operation)) {
          expect(error).toBeUndefined();
          return;
        }
        expect(error).toMatchObject({ code: "PERMISSION_DENIED" });
        expect(Reflect.get(Object(error), "outcome") ?? "not_applied").toBe("not_applied");
        expect(String(Reflect.get(Object(error), "hint"))).toMatch(/grant secretmanager\.[a-z.]+/u);
        expect(await seen()).toEqual(before);
      },
    );
  },
);

it("the table names every operation", () => {
  const role = roles.find(({ name }) => name === "all");
  expect(roles).toHaveLength(6);
  expect(
    Object.keys(operations).filter((each) => role === undefined || !allows(role, each)),
  ).toEqual([]);
});
