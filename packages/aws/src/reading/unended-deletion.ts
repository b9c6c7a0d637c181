import { AwsStateError } from "../aws-state-error.ts";

/** The error for a secret that has a tombstone, though AWS gives its value: it is deleted, and one call brings it back. */
export function unendedDeletion(): AwsStateError {
  return new AwsStateError({
    code: "SECRET_NOT_FOUND",
    retry: "never",
    outcome: "not_applied",
    reason: "it was deleted, and restored by something else, or the deletion did not end",
    hint: "undeleteSecret brings it back, deleteSecret ends the deletion",
  });
}
