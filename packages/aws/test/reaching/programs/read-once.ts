import { KeykistError } from "@keykist/core";
import { AwsSecretsManager } from "../../../src/index.ts";

// Reads a secret as a program does that is configured by its environment; prints how that ended.

const [region, timeoutMs] = process.argv.slice(2);
const manager = new AwsSecretsManager({
  ...(region !== "" && { region }),
  timeoutMs: Number(timeoutMs),
});
const [end] = await Promise.allSettled([manager.getSecret("db")]);
const error: unknown = end.status === "rejected" ? end.reason : undefined;
const { code, message, hint } = KeykistError.is(error)
  ? error
  : { code: end.status, message: "", hint: "" };
process.stdout.write(JSON.stringify({ code, message, hint }));
// What still waits for an address that never answers does not interest anybody.
process.exit(0);
