import { expect, test } from "vitest";

import { manifests } from "../manifests.ts";
import { page } from "./pages.ts";

test("packages/core/README.md has the form of every package's README", () => {
  const headings = Array.from(
    page("packages/core/README.md").text.matchAll(/^## (.+)$/gm),
    ([, heading]) => heading,
  );
  expect(headings).toEqual([
    "Install",
    "Use",
    "Options",
    "Capabilities",
    "Schemas and codecs",
    "References",
    "Errors",
    "Limits",
    "Dependencies",
  ]);
});

test("@keykist/core has no runtime dependency beside the peer zod, as its README says", () => {
  const core = manifests().find(({ folder }) => folder === "packages/core")?.manifest;
  expect(core?.dependencies).toBeUndefined();
  expect(core).not.toHaveProperty("optionalDependencies");
  expect(Object.keys(core?.peerDependencies ?? {})).toEqual(["zod"]);
});
