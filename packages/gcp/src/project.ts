import { type Call, KeykistError } from "@keykist/core";
import type { GcpClient } from "./client.ts";
import type { GcpConfig } from "./config.ts";
import { messageOf } from "./errors/status.ts";

/** A project's id or number, as the configuration takes it. */
const PROJECT = /^[A-Za-z0-9:._-]+$/u;

/**
 * The project of a manager: the one of its configuration, or of the credentials.
 *
 * @throws KeykistError `INVALID_CONFIG` where neither names one
 */
export async function projectOf(
  client: GcpClient,
  { projectId }: Pick<GcpConfig, "projectId">,
  call: Pick<Call, "step">,
): Promise<string> {
  if (projectId !== undefined) return projectId;
  if (client.getProjectId === undefined) throw unknownProject("the project is not known");
  const find = async (): Promise<string> => {
    try {
      return (await client.getProjectId?.()) ?? "";
    } catch (error) {
      // The library's words for that neither variables, credentials, gcloud nor the metadata server name one.
      if (!messageOf(error).startsWith("Unable to detect a Project Id")) throw error;
      return "";
    }
  };
  const found = await call.step("GetProjectId", find, { mutates: false });
  if (found === "") throw unknownProject("the credentials name no project");
  if (PROJECT.test(found)) return found;
  throw unknownProject(
    "the project of the environment is not a project's id or number: GOOGLE_CLOUD_PROJECT or GCLOUD_PROJECT is blank or wrong",
  );
}

function unknownProject(message: string): KeykistError {
  return new KeykistError("INVALID_CONFIG", message, {
    hint: "set projectId in the manager's configuration, or GOOGLE_CLOUD_PROJECT",
    retry: "never",
    outcome: "not_applied",
  });
}
