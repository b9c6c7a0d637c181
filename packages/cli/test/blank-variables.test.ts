import { expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { kist, makeStore, succeed } from "./kist.ts";
import { makePlace } from "./place.ts";

test.each(["", " "])("variables that are blank (%j) are not set", async (blank) => {
  const place = await makePlace();
  await makeStore(place, { db: { k: "v" } });
  const environment = { KEYKIST_CONFIG: blank, KEYKIST_MANAGER: blank, KEYKIST_DEBUG: blank };
  expect(await succeed(place, ["get", "db", "k"], { environment })).toBe("v");
});

test("an option that is blank is refused", async () => {
  const place = await makePlace();
  expect(failureIn(await kist(place, ["list", "--config", ""]))).toEqual(
    refusal(6, /--config: it is empty/),
  );
});
