import { describe, expect, onTestFinished, test } from "vitest";
import { doctorReport } from "../../../cli/test/doctor-report.ts";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { succeed } from "../../../cli/test/kist.ts";
import { type ServedGcp, servedGcp } from "./served-gcp.ts";

/** A folder whose active manager is on an emulated project with one secret, `db`. */
async function withSecret() {
  const gcp: ServedGcp = await servedGcp();
  onTestFinished(gcp.close);
  const place = await makeServedManager(gcp.served);
  await succeed(place, ["register", "db", "user=app", "password=tulip"]);
  return { ...gcp, place };
}

describe("kist doctor, with a GCP manager", { timeout: 60_000 }, () => {
  test("says which project it is, and that nothing is missing", async () => {
    const { place } = await withSecret();
    const { exitCode, findings } = await doctorReport(place);
    expect(exitCode).toBe(0);
    const said = findings.map(({ about, says }) => `${about}: ${says}`);
    expect(said).toContain("project: projects/acme, of the configuration");
    expect(said).toContain("permission: 8 of 8 permissions are there");
    expect(said).toContain("secrets: 1 were looked at");
  });

  test("names every permission that is missing, each with what to grant", async () => {
    const { place, emulator } = await withSecret();
    const missing = ["secretmanager.secrets.list", "secretmanager.versions.add"];
    emulator.deny(missing);
    const { exitCode, problems } = await doctorReport(place);
    expect(exitCode).toBe(7);
    expect(problems).toMatchObject(
      missing.map((permission) => ({
        about: "permission",
        code: "PERMISSION_DENIED",
        says: `${permission} is not allowed in the project`,
        next: expect.stringContaining(`grant ${permission}, which roles/`) as unknown,
      })),
    );
  });

  test("names what was changed behind its back; the command that it gives mends it", async () => {
    const { place, person } = await withSecret();
    await person.add("db--password", "dahlia");
    const { exitCode, problems } = await doctorReport(place);
    expect(exitCode).toBe(5);
    expect(problems).toMatchObject([{ about: "secret", code: "REVISION_CONFLICT" }]);
    expect(JSON.stringify(problems)).not.toMatch(/tulip|dahlia/);
    const command = /^kist (?<words>rollback db \S+) puts the values in force on top/u;
    const words = command.exec(problems[0]?.next ?? "")?.groups?.["words"]?.split(" ") ?? [];
    await succeed(place, words);
    expect(await person.access("db--password")).toBe("tulip");
    expect((await doctorReport(place)).exitCode).toBe(0);
  });

  test("says where nobody answers", async () => {
    const { served } = await withSecret();
    // Where nobody listens: port 1 needs rights that no test has.
    const config = ["projectId=acme", "apiEndpoint=http://127.0.0.1:1"];
    const { exitCode, problems } = await doctorReport(
      await makeServedManager({ ...served, config }),
    );
    expect(exitCode).toBe(8);
    expect(problems).toMatchObject([{ about: "project", code: "UNAVAILABLE" }]);
  });
});
