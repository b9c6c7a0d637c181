import { conformanceTests } from "@keykist/conformance";
import { findMoto } from "@keykist/emulators/peers";
import { afterAll, describe, it } from "vitest";
import { awsHarness } from "../aws-harness.ts";
import { motoDeviations } from "./moto-deviations.ts";
import { emptyMoto } from "./moto-server.ts";
import { sharedMoto } from "./shared-moto.ts";

const found = findMoto();
const moto = sharedMoto(found, "repaired");
afterAll(() => moto.stop());

conformanceTests(
  { describe: found === undefined ? describe.skip : describe, it },
  awsHarness({
    backend: `moto ${found?.version} on loopback, its UpdateSecretVersionStage repaired`,
    open: async () => emptyMoto(await moto.endpoint()),
    deviations: motoDeviations,
    refuses: false,
  }),
  // Moto answers a few hundred calls a second: what properties try, they try a part of.
  { rounds: 0.3 },
);
