import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { grpc } from "google-gax";

const client = new SecretManagerServiceClient({
  apiEndpoint: "127.0.0.1",
  port: Number(process.argv[2]),
  projectId: "bench",
  sslCreds: grpc.credentials.createInsecure(),
  // Not knowing the universe, the client looks for credentials, also on the network.
  clientOptions: { universeDomain: "googleapis.com" },
});
const name = "projects/bench/secrets/db--password/versions/latest";
const [{ payload }] = await client.accessSecretVersion({ name });
if (Buffer.from(payload.data).toString() !== "tulip") throw new Error("another value");
await client.close();
