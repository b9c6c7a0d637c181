import { CredentialsError, LOG_IN } from "./credentials-error.ts";
import { messageOf } from "./status.ts";

const VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

/** Returns the error for a failed search for credentials by Google's library, before anything was sent. */
export function unloadedCredentials(error: unknown): CredentialsError {
  const message = messageOf(error);
  const named = message.includes(VARIABLE);
  const file = named ? `the file that ${VARIABLE} names` : "gcloud's credentials file";
  const correct = named
    ? `correct ${VARIABLE}, or unset it to use other credentials`
    : "run gcloud auth application-default login";
  if (message.startsWith("Could not load the default credentials"))
    return new CredentialsError("invalid", "no credentials were found", LOG_IN);
  if (named && process.env[VARIABLE]?.trim() === "")
    return new CredentialsError("invalid", `${VARIABLE} is set, but blank`, correct);
  if (message.includes("does not exist, or it is not a file"))
    return new CredentialsError(
      "invalid",
      `${file} does not exist, or is not a regular file`,
      correct,
    );
  // Its words quote the file.
  if (error instanceof SyntaxError)
    return new CredentialsError("invalid", `${file} is not valid JSON`, correct);
  const missing = /does not contain an? (?<field>[a-z_]+) field/u.exec(message)?.groups?.["field"];
  if (missing !== undefined)
    return new CredentialsError("invalid", `${file} has no field ${missing}`, correct);
  if (message.startsWith("The configured universe domain"))
    return new CredentialsError(
      "misplaced",
      "the credentials are for another universe domain than googleapis.com",
      "use credentials for the Google Cloud that the manager's configuration names",
    );
  const code: unknown = Reflect.get(Object(error), "code");
  if (code === "EACCES" || code === "EPERM")
    return new CredentialsError("invalid", `${file} cannot be read`, correct);
  if (message.includes("METADATA_SERVER_DETECTION"))
    return new CredentialsError(
      "misplaced",
      "METADATA_SERVER_DETECTION has a value that Google's library does not know",
      "unset METADATA_SERVER_DETECTION",
    );
  return new CredentialsError("invalid", `${file} has no valid content`, LOG_IN);
}
