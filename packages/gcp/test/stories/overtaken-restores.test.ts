import { GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../diagnosis/diagnosed.ts";
import { entriesOf, project, secretOf } from "./project.ts";

describe("a refused write that puts the value in force on top again", () => {
  it("looks again: what another has committed meanwhile is not covered by it", async () => {
    const { emulator, person, manager: open } = project();
    await open("owner").registerSecret(secretOf("db", { password: "tulip" }));
    const restores = Promise.withResolvers<undefined>();
    let added = 0;
    emulator.faults = ({ client, name }) => {
      if (client !== "refused" || name !== "AddSecretVersion") return undefined;
      added += 1;
      // First its value, then its manifest, then the value in force again.
      if (added === 2)
        return { kind: "refuse", error: new GcpError("PERMISSION_DENIED", "not the head") };
      if (added !== 3) return undefined;
      restores.resolve(undefined);
      return { kind: "delay", ms: 5000 };
    };
    const refused = open("refused")
      .updateSecret(secretOf("db", { password: "lily" }))
      .catch((thrown: unknown) => thrown);
    await restores.promise;
    await open("other").updateSecret(secretOf("db", { password: "dahlia" }));
    expect(await refused).toMatchObject({ code: "PERMISSION_DENIED", outcome: "not_applied" });
    expect(await person.access("db--password")).toBe("dahlia");
    expect(await entriesOf(open("reader"), "db")).toEqual({ password: "dahlia" });
    expect(await problemsOf(open("doctor"))).toEqual([]);
  });
});
