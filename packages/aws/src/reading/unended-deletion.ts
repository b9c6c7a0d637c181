import { AwsStateError } from "../aws-state-error.ts";

/** The error for a secret that has a tombstone but is not pending deletion in AWS. One call brings it back. */
export function unendedDeletion(): AwsStateError {
  return new AwsStateError({
    code: "SECRET_NOT_FOUND",
    retry: "never",
    outcome: "not_applied",
    reason: "it was deleted, but the deletion did not finish, or another program restored it",
    hint: "undeleteSecret brings it back, deleteSecret finishes the deletion",
  });
}
