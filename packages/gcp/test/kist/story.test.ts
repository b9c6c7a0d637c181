import { expect, onTestFinished, test } from "vitest";
import { tellStory } from "../../../cli/test/flavors/tell-story.ts";
import { servedGcp } from "./served-gcp.ts";

test(
  "every command of kist, with a GCP manager over the emulator",
  { timeout: 300_000 },
  async () => {
    const { served, close } = await servedGcp();
    onTestFinished(close);
    expect(await tellStory(served)).toEqual([]);
  },
);
