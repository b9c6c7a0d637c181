import { expect, test } from "vitest";
import { keptFlavor } from "./kept-flavor.ts";
import { kist } from "./kist.ts";
import { makePlace } from "./place.ts";

test("a failure of one secret among many says which, whatever is wrong with it", async () => {
  const place = await makePlace();
  const { words } = await keptFlavor(
    place,
    `get capabilities() {
       const { limits, ...others } = super.capabilities;
       return { ...others, limits: { ...limits, valueBytes: 8 } };
     }`,
  );
  const secrets = ["small", "large", "other"].map((name) => ({
    name,
    type: "arbitrary",
    content: { k: name === "large" ? "hunter2hunter2" : "v" },
  }));
  const ended = await kist(place, ["import", "-", "--format", "json", ...words], {
    input: JSON.stringify(secrets),
  });
  expect(ended.exitCode).toBe(6);
  expect(ended.stderr).toMatch(/^kist: [^\n]*"large"[^\n]*\n$/);
  expect(ended.stderr).not.toContain("hunter2");
  expect(ended.stdout).toMatch(/Registered small in kept.*\n.*Registered other in kept/);
});
