import { arbitrarySchema } from "@keykist/core";
import { GcpSecretsManager } from "@keykist/gcp";

const apiEndpoint = `http://127.0.0.1:${process.argv[2]}`;
const manager = new GcpSecretsManager({ projectId: "bench", apiEndpoint });
const { content } = await manager.getSecret("db", arbitrarySchema);
if (content.password !== "tulip") throw new Error("another value");
await manager.close();
