import { describe, expect, it } from "vitest";
import { GcpEmulator } from "../../src/gcp/index.ts";
import { create, statusOf } from "./project.ts";

describe("what is not modelled", () => {
  it.each([
    ["topics", { topics: [{ name: "projects/acme/topics/t" }] }],
    ["rotation", { rotation: { rotationPeriod: { seconds: 3600 } } }],
    ["tags", { tags: { "123/environment": "production" } }],
    ["secret_type", { secretType: "CERTIFICATE" }],
  ])("is refused: %s", async (_field, fields) => {
    const client = new GcpEmulator({ seed: 1 }).client("first");
    expect(await statusOf(create(client, "db", fields))).toBe("UNIMPLEMENTED");
  });
});
