import { afterEach, expect, it, vi } from "vitest";
import { project } from "../stories/project.ts";
import { diagnosed, problemsOf } from "./diagnosed.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("warns of the switch by which Google's libraries print values", async () => {
  const { manager: open } = project();
  expect((await diagnosed(open())).map(({ about }) => about)).not.toContain("environment");
  vi.stubEnv("GOOGLE_SDK_NODE_LOGGING", "*");
  const problems = await problemsOf(open());
  expect(problems).toMatchObject([{ about: "environment" }]);
  expect(problems[0]?.says).toContain("GOOGLE_SDK_NODE_LOGGING");
});
