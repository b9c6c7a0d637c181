import { describe, expect, it } from "vitest";
import { isPrivateGroup } from "../../src/private-group.ts";

const ada = { uid: 1000, gid: 1000, username: "ada" };
const users = "root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n";

describe("the group of a user", () => {
  it.each([
    ["has the user's name and no members", "ada:x:1000:\n", users, true],
    ["has the user's name and the user as its member", "ada:x:1000:ada\n", users, true],
    ["is a directory service's, and has the user's number", "", "", true],
    ["has another member", "ada:x:1000:bob\n", users, false],
    ["has another name", "staff:x:1000:\n", users, false],
    [
      "is the group of another user, too",
      "ada:x:1000:\n",
      `${users}bob:x:1001:1000::/home/bob:/bin/sh\n`,
      false,
    ],
  ])("that %s: private is %s", (_what, groups, list, expected) => {
    expect(isPrivateGroup(1000, ada, { users: list, groups })).toBe(expected);
  });

  it("is private only if it is the user's first group", () => {
    expect(isPrivateGroup(50, ada, { users, groups: "ada:x:50:\n" })).toBe(false);
  });

  it("is not private for a directory service's user whose number is another", () => {
    const user = { uid: 1000, gid: 50, username: "ada" };
    expect(isPrivateGroup(50, user, { users: "", groups: "" })).toBe(false);
  });
});
