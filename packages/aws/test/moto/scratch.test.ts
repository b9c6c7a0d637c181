import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { awsHarness } from "../aws-harness.ts";
import { emptyMoto } from "./moto-server.ts";

const endpoint = process.env["MOTO"] ?? "http://127.0.0.1:5955";
const cases = process.env["CASES"]?.split(",");
conformanceTests(
  { describe, it },
  awsHarness({ backend: "moto", open: () => emptyMoto(endpoint) }),
  cases === undefined ? {} : { cases },
);
