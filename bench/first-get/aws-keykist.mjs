import { AwsSecretsManager } from "@keykist/aws";
import { arbitrarySchema } from "@keykist/core";

// Credentials come from the environment, as they do for the SDK alone.
const manager = new AwsSecretsManager({ endpoint: `http://127.0.0.1:${process.argv[2]}` });
const { content } = await manager.getSecret("db", arbitrarySchema);
if (content.password !== "tulip") throw new Error("another value");
await manager.close();
