import { describe, it } from "vitest";
import { conformanceTests } from "../src/index.ts";
import { remoteHarness } from "./remote/remote-harness.ts";

// Every operation of it is several calls, as of a flavor of a cloud.
conformanceTests({ describe, it }, remoteHarness());
