import { conformanceTests } from "@keykist/conformance";
import { afterAll, describe, it } from "vitest";
import { awsHarness } from "../aws-harness.ts";
import { emptyMoto } from "./moto-server.ts";
import { motoDeviations } from "./moto-deviations.ts";
import { findMoto, type Moto, startMoto } from "./start-moto.ts";

const found = findMoto();

if (found === undefined) {
  process.stdout.write("0 peer tests run: moto_server not found\n");
  it.skipIf(process.env["CI"] === undefined)("moto_server is found", () => {
    throw new Error("moto_server is not found: install moto[server] from PyPI");
  });
} else {
  let starting: Promise<Moto> | undefined;
  const moto = (): Promise<Moto> => (starting ??= startMoto(found, "repaired"));
  afterAll(async () => {
    await (await starting)?.stop();
  });
  conformanceTests(
    { describe, it },
    awsHarness({
      backend: `moto ${found.version} on loopback, its UpdateSecretVersionStage repaired`,
      open: async () => emptyMoto((await moto()).endpoint),
      deviations: motoDeviations,
    }),
  );
}
