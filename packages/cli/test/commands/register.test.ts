import { describe, expect, test } from "vitest";
import { documentOf, kist, makeStore, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";

describe("kist register", () => {
  test("keeps values from words, files and stdin, byte for byte", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write("cert.pem", "-----BEGIN\r\nä\n-----END\n");
    const words = ["register", "tls", "host=a=b c", "cert=@cert.pem", "key=-"];
    const stdout = await succeed(place, words, { input: "two\nlines" });
    expect(stdout).toBe("Registered tls (3 keys, arbitrary).\n");
    expect(await documentOf(place, ["get", "tls"])).toMatchObject({
      type: "arbitrary",
      content: { host: "a=b c", cert: "-----BEGIN\r\nä\n-----END\n", key: "two\nlines" },
    });
  });

  test("announces the first store's key file once, and asks to keep a copy", async () => {
    const place = await makePlace();
    const first = await kist(place, ["register", "a", "k=v"]);
    const second = await kist(place, ["register", "b", "k=v"]);
    expect(first.stderr).toMatch(/^keykist made the key file .*secrets\.db\.key/);
    expect(second.stderr).toBe("");
  });

  test("asks for a value without showing it", async () => {
    const place = await makePlace();
    await makeStore(place);
    const terminal = inTerminal(place, ["register", "db", "password"]);
    await terminal.shows("Value of password");
    terminal.type(`hunter2${ENTER}`);
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).not.toMatch(/hunter2|\*/);
    expect(await succeed(place, ["get", "db", "password"])).toBe("hunter2");
  });

  test("ctrl-C at the question ends it with 130, and nothing is written", async () => {
    const place = await makePlace();
    await makeStore(place);
    const terminal = inTerminal(place, ["register", "db", "user=app", "password"]);
    await terminal.shows("Value of password");
    terminal.type(`hunt${CTRL_C}`);
    expect(await terminal.end()).toBe(130);
    expect(terminal.screen()).not.toContain("hunt");
    expect((await kist(place, ["get", "db"])).exitCode).toBe(3);
  });

  test.each([
    ["a word that is no KEY=VALUE", ["db", "hunter 2=x"], 2, /word 1 behind the name is not/],
    ["a key given twice", ["db", "k=1", "k=2"], 2, /the key k is given twice/],
    ["two values from stdin", ["db", "a=-", "b=-"], 2, /only one value can come from stdin/],
    [
      "a question without a terminal",
      ["db", "password"],
      2,
      /no terminal to ask at; use password=@FILE/,
    ],
    [
      "a file that is missing",
      ["db", "k=@none.txt"],
      6,
      /cannot read "none.txt": there is no such file/,
    ],
    ["values that are no JSON", ["db", "--values", "hunter2"], 2, /--values takes a JSON object/],
    ["an unknown schema", ["db", "k=v", "--schema", "nope"], 3, /no schema of the type "nope"/],
    [
      "content that does not fit",
      ["db", "username=a", "--schema", "basic_auth"],
      6,
      /password: missing/,
    ],
    ["no name", [], 2, /NAME is missing/],
    ["a name that is none", ["/", "k=v"], 6, /the name of the secret is not valid/],
  ])("refuses %s", async (_what, words, exitCode, message) => {
    const place = await makePlace();
    const ended = await kist(place, ["register", ...words]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("hunter");
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
  });
});
