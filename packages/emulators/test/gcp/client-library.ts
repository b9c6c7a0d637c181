import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { credentials } from "@grpc/grpc-js";
import type { Listener } from "../../src/gcp/index.ts";

/** Google's client library, at a server that wants no credentials. */
export function clientLibrary({
  endpoint,
  port,
}: Pick<Listener, "endpoint" | "port">): SecretManagerServiceClient {
  noMachineOfGoogles();
  return new SecretManagerServiceClient({
    apiEndpoint: endpoint,
    port,
    sslCreds: credentials.createInsecure(),
    projectId: "acme",
  });
}

/** Google's client library over REST, at a server such as `http://127.0.0.1:PORT`. */
export function clientLibraryOverRest(endpoint: string): SecretManagerServiceClient {
  noMachineOfGoogles();
  const { hostname, port } = new URL(endpoint);
  return new SecretManagerServiceClient({
    fallback: true,
    protocol: "http",
    apiEndpoint: hostname,
    port: Number(port),
    // It has to be somebody: a key is what needs no other server.
    apiKey: "none",
    projectId: "acme",
  });
}

/** Without it the library looks for a machine of Google's around it, and warns that there is none. */
function noMachineOfGoogles(): void {
  process.env["METADATA_SERVER_DETECTION"] = "none";
}
