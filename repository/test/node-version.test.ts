import { expect, test } from "vitest";

test("the workspace's tests run on its own Node, whatever the host has", () => {
  expect(process.versions.node).toMatch(/^24\./);
});
