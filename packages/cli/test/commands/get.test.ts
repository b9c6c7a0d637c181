import { describe, expect, test } from "vitest";
import { documentOf, kist, makeStore, openStore, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { inTerminal } from "../terminal.ts";

/** A module of core, as an import names it. */
function core(module: string): string {
  return JSON.stringify(new URL(`../../../core/src/${module}`, import.meta.url).href);
}

/** A module with a schema of these keys. */
function schemaModule(keys: string): string {
  return `
    import { defineSecretSchema } from ${core("index.ts")};
    import { integer } from ${core("schemas/index.ts")};
    export const schema = defineSecretSchema("service", { ${keys} });
  `;
}

describe("kist get", () => {
  test("masks values, whatever their length, and shows them with --reveal", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { password: "hunter2", token: "", user: "app" } });
    expect(await succeed(place, ["get", "db"])).toBe(
      "db  arbitrary\n  password  ********\n  token     ********\n  user      ********\n",
    );
    expect(await succeed(place, ["get", "db", "--reveal"])).toBe(
      'db  arbitrary\n  password  hunter2\n  token     ""\n  user      app\n',
    );
  });

  test("reveals in quotes what would break the table, or reach the terminal as a command", async () => {
    const place = await makePlace();
    await makeStore(place, {
      odd: { a: "two\nlines", b: "\u001B]0;title\u0007", c: " x", d: '"q"' },
    });
    expect(await succeed(place, ["get", "odd", "--reveal"])).toBe(
      [
        "odd  arbitrary",
        String.raw`  a  "two\nlines"`,
        String.raw`  b  "\u001b]0;title\u0007"`,
        '  c  " x"',
        String.raw`  d  "\"q\""`,
        "",
      ].join("\n"),
    );
  });

  test("writes exactly the bytes of one value to a pipe", async () => {
    const place = await makePlace();
    const value = "\u0000ä\r\n\u{1F511}\n\n";
    await makeStore(place, { db: { value, empty: "" } });
    expect((await kist(place, ["get", "db", "value"])).bytes).toEqual(Buffer.from(value));
    expect((await kist(place, ["get", "db", "empty"])).bytes).toEqual(Buffer.from(""));
  });

  test("adds a newline on a terminal only", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "app" } });
    const terminal = inTerminal(place, ["get", "db", "user"]);
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toBe("app\r\n");
  });

  test("gives one document with --json, of all keys or of one", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { password: "hunter2", user: "app" } });
    const content = { password: "hunter2", user: "app" };
    const revision: unknown = expect.any(String);
    expect(await documentOf(place, ["get", "db"])).toEqual({
      name: "db",
      type: "arbitrary",
      revision,
      content,
    });
    expect(await documentOf(place, ["get", "db", "user"])).toEqual({
      name: "db",
      type: "arbitrary",
      revision,
      content: { user: "app" },
    });
  });

  test("gives an earlier state with --revision", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { user: "old" } });
    await using manager = openStore(place);
    const { revision } = await manager.describeSecret("db");
    await manager.modifySecret("db", () => ({ user: "new" }));
    expect(await succeed(place, ["get", "db", "user", "--revision", revision])).toBe("old");
    expect(await succeed(place, ["get", "db", "user"])).toBe("new");
  });

  test("shows a secret that does not fit its schema any more: nobody is locked out", async () => {
    const place = await makePlace();
    await makeStore(place);
    const configuration = await place.write(
      "keykist.json",
      JSON.stringify({
        active: "dev",
        managers: { dev: { id: "dev", flavor: "local", config: { scope: "none" } } },
        schemas: ["./schema.mjs"],
      }),
    );
    await place.write("schema.mjs", schemaModule("port: integer()"));
    const words = ["--config", configuration];
    await succeed(place, ["register", "web", "port=80", "--schema", "service", ...words]);
    await place.write("schema.mjs", schemaModule("host: integer()"));
    expect(await succeed(place, ["get", "web", "port", ...words])).toBe("80");
  });
});
