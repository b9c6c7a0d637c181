import { GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { project, secretOf } from "../stories/project.ts";
import { diagnosed, problemsOf } from "./diagnosed.ts";

const writing = [
  "secretmanager.versions.add",
  "secretmanager.secrets.create",
  "secretmanager.secrets.get",
  "secretmanager.secrets.update",
  "secretmanager.versions.list",
  "secretmanager.versions.destroy",
];
const all = ["secretmanager.secrets.list", "secretmanager.versions.access", ...writing];

describe("what a manager finds out about itself at GCP", () => {
  it("is its project, that all is allowed, and that nothing was changed by looking", async () => {
    const { emulator, person, manager: open } = project();
    await open().registerSecret(secretOf("db", { password: "tulip" }));
    const before = await person.list();
    emulator.calls.reset();
    expect(await diagnosed(open())).toEqual([
      { status: "ok", about: "project", says: "projects/acme, of the configuration" },
      { status: "note", about: "permission", says: "8 of 8 permissions are there" },
      { status: "note", about: "secrets", says: "1 were looked at" },
    ]);
    expect(await person.list()).toEqual(before);
    // The probes, each refused.
    expect(emulator.calls.toJSON()).toMatchObject({ CreateSecret: 1, AddSecretVersion: 1 });
  });

  it.each(all)("names %s where it is denied", async (permission) => {
    const { emulator, manager: open } = project();
    emulator.deny([permission]);
    const problems = await problemsOf(open());
    expect(problems).toMatchObject([{ about: "permission", code: "PERMISSION_DENIED" }]);
    expect(problems[0]?.says).toContain(`${permission} is not allowed in the project`);
    expect(JSON.stringify(problems)).toContain("grant secretmanager.");
  });

  it("is a reader, who may write and list nothing: that is no problem", async () => {
    const { emulator, manager: open } = project();
    const others = all.filter((permission) => permission !== "secretmanager.versions.access");
    emulator.deny(others);
    const findings = await diagnosed(open("reader", { namespace: "shop" }));
    expect(findings.filter(({ status }) => status === "problem")).toEqual([]);
    const denied = findings.filter(({ says }) => says.includes("is not allowed"));
    const named = denied.map(({ says }) => says.slice(0, says.indexOf(" ")));
    expect(new Set(named)).toEqual(new Set(others));
    expect(denied[0]?.says).toContain("on the secrets of keykist/namespace/shop/");
  });

  it("is what keeps it from asking at all", async () => {
    const { emulator, manager: open } = project();
    emulator.faults = () => ({ kind: "refuse", error: new GcpError("UNAUTHENTICATED", "who") });
    expect(await problemsOf(open())).toMatchObject([{ code: "UNAUTHENTICATED" }]);
    const disabled = Object.assign(new GcpError("PERMISSION_DENIED", "not enabled"), {
      reason: "SERVICE_DISABLED",
    });
    emulator.faults = () => ({ kind: "refuse", error: disabled });
    const problems = await problemsOf(open());
    expect(problems).toMatchObject([{ code: "INVALID_CONFIG" }]);
    expect(JSON.stringify(problems)).toContain("gcloud services enable");
  });

  it.each([
    ["a page of a proxy", new SyntaxError("Unexpected token '<'"), "UNAVAILABLE"],
    ["an error that nobody knows", new RangeError("tulip"), "UNKNOWN"],
  ])("is %s: that is told, and doctor goes on to its end", async (_what, error, code) => {
    const { emulator, manager: open } = project();
    emulator.faults = () => ({ kind: "refuse", error });
    const problems = await problemsOf(open());
    expect(problems).toMatchObject([{ code }]);
    expect(JSON.stringify(problems)).not.toContain("tulip");
  });
});
