import type { Diagnosis } from "@keykist/core";
import type { GcpCredentials } from "../client.ts";
import { UNAUTHENTICATED } from "../errors.ts";

/** Whether credentials are found, and whose they are. Whether they are valid shows with the first call. */
export async function lookAtCredentials(credentials: GcpCredentials): Promise<Diagnosis> {
  const about = "credentials";
  let email: string | null | undefined;
  try {
    ({ client_email: email } = await credentials.getCredentials());
  } catch {
    // Why they cannot be loaded may quote the file that they are in.
    const { code, reason, hint } = UNAUTHENTICATED;
    return { status: "problem", about, says: reason, next: hint, code };
  }
  const says =
    email === undefined || email === null
      ? "found; they name no service account, as those of gcloud auth application-default login"
      : `those of ${email}`;
  return { status: "ok", about, says };
}
