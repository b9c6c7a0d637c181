import { conformanceTests } from "@keykist/conformance";
import { afterAll, describe, expect, it } from "vitest";
import { awsHarness } from "../aws-harness.ts";
import { motoDeviations } from "./moto-deviations.ts";
import { emptyMoto } from "./moto-server.ts";
import { findMoto, sharedMoto } from "./start-moto.ts";

const found = findMoto();
if (found === undefined) process.stdout.write("0 peer tests run: moto_server not found\n");

const moto = sharedMoto(found, "repaired");
afterAll(() => moto.stop());

it("moto_server is found, where peers have to be there (KEYKIST_PEERS=required)", () => {
  expect(found !== undefined || process.env["KEYKIST_PEERS"] !== "required").toBe(true);
});

conformanceTests(
  { describe: found === undefined ? describe.skip : describe, it },
  awsHarness({
    backend: `moto ${found?.version} on loopback, its UpdateSecretVersionStage repaired`,
    open: async () => emptyMoto(await moto.endpoint()),
    deviations: motoDeviations,
  }),
);
