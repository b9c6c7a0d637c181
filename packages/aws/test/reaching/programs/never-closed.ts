import { KeykistError } from "@keykist/core";
import { AwsSecretsManager } from "../../../src/index.ts";

// Fails to read a secret, and ends by itself: nothing here may keep it alive, though nobody closes the manager.

const [region = "", timeoutMs, proxy = ""] = process.argv.slice(2);
const manager = new AwsSecretsManager({ region, proxy, timeoutMs: Number(timeoutMs) });
const [end] = await Promise.allSettled([manager.getSecret("db")]);
const error: unknown = end.status === "rejected" ? end.reason : undefined;
process.stdout.write(KeykistError.is(error) ? error.code : end.status);
