import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ServedFlavor } from "../../../cli/test/flavors/served-flavor.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";

/** The flavor as `kist` finds it, over a server at an endpoint. */
export function servedAws(endpoint: string): Omit<ServedFlavor, "backend"> {
  return {
    flavor: "aws",
    folder: fileURLToPath(new URL("../..", import.meta.url)),
    config: [`region=${REGION}`, `endpoint=${endpoint}`],
    environment: {
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      // None that this machine has are to be found.
      AWS_EC2_METADATA_DISABLED: "true",
    },
    recoverable: true,
    harness: path.join(import.meta.dirname, "harness.ts"),
  };
}
