import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const client = new SecretsManagerClient({ endpoint: `http://127.0.0.1:${process.argv[2]}` });
const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "db" }));
if (JSON.parse(SecretString).password !== "tulip") throw new Error("another value");
client.destroy();
