import { expect, test } from "vitest";
import { routes } from "../routes.ts";
import { story } from "./story.ts";

test("the story that served flavors go through has every command", () => {
  const acts = story({
    flavor: "acme",
    folder: "",
    config: [],
    environment: {},
    harness: "./harness.ts",
    recoverable: true,
    backend: {},
  });
  const told = acts.map(({ words }) => words.join(" "));
  const missing = routes()
    .map((route) => route.join(" "))
    // The long form of `manager` and `flavor` has the same commands.
    .filter((route) => !route.startsWith("secrets-manager "))
    .filter((route) => !told.some((line) => line === route || line.startsWith(`${route} `)));
  expect(missing).toEqual([]);
});
