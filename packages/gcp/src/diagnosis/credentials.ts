import type { Diagnosis } from "@keykist/core";
import type { GcpCredentials } from "../client.ts";
import { unloadedCredentials } from "../errors/unloaded-credentials.ts";
import { problemOf } from "./problem-of.ts";

/** Reports whether credentials are found, and whose they are. Whether they are valid shows with the first call. */
export async function lookAtCredentials(credentials: GcpCredentials): Promise<Diagnosis> {
  const about = "credentials";
  let email: string | null | undefined;
  try {
    ({ client_email: email } = await credentials.getCredentials());
  } catch (error) {
    return problemOf(unloadedCredentials(error), { about });
  }
  const says =
    email === undefined || email === null
      ? "found; they name no service account, as those of gcloud auth application-default login"
      : `those of ${email}`;
  return { status: "ok", about, says };
}
