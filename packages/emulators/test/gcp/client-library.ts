import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { credentials } from "@grpc/grpc-js";
import type { Listener } from "../../src/gcp/index.ts";

/** Google's client library, at a server that wants no credentials. */
export function clientLibrary({
  endpoint,
  port,
}: Pick<Listener, "endpoint" | "port">): SecretManagerServiceClient {
  // Without it the library looks for a machine of Google's around it, and warns that there is none.
  process.env["METADATA_SERVER_DETECTION"] = "none";
  return new SecretManagerServiceClient({
    apiEndpoint: endpoint,
    port,
    sslCreds: credentials.createInsecure(),
    projectId: "acme",
  });
}
