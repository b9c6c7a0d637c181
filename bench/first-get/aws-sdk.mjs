import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const client = new SecretsManagerClient({ endpoint: `http://127.0.0.1:${process.argv[2]}` });
const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "db" }));
const content = /** @type {unknown} */ (JSON.parse(SecretString ?? "{}"));
const isRight =
  typeof content === "object" &&
  content !== null &&
  "password" in content &&
  content.password === "tulip";
if (!isRight) throw new Error("another value");
client.destroy();
