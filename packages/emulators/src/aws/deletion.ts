import { ServiceError } from "./service-error.ts";
import type { Deletion, StoredSecret } from "./stored-secret.ts";

const DAY = 24 * 60 * 60 * 1000;

/** "The minimum recovery window is 7 days. The default recovery window is 30 days." */
const RECOVERY_WINDOW = { minimum: 7, default: 30, maximum: 30 };

interface DeleteRequest {
  readonly RecoveryWindowInDays?: number | undefined;
  readonly ForceDeleteWithoutRecovery?: boolean | undefined;
}

export interface DeletionOptions {
  readonly at: number;
  /** How long after it a forced deletion is done; milliseconds. */
  readonly forcedAfter: number;
}

/**
 * What a request to delete asks for.
 *
 * @throws ServiceError `InvalidParameterException`
 */
export function requestedDeletion(
  { RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }: DeleteRequest,
  { at, forcedAfter }: DeletionOptions,
): Deletion {
  const days = RecoveryWindowInDays;
  if (ForceDeleteWithoutRecovery) {
    if (days !== undefined)
      throw new ServiceError(
        "InvalidParameterException",
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    return { kind: "forced", requestedAt: at, goneAt: at + forcedAfter };
  }
  if (days !== undefined && (days < RECOVERY_WINDOW.minimum || days > RECOVERY_WINDOW.maximum))
    throw new ServiceError(
      "InvalidParameterException",
      "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
    );
  return {
    kind: "scheduled",
    requestedAt: at,
    goneAt: at + (days ?? RECOVERY_WINDOW.default) * DAY,
  };
}

/** Whether nothing is left of a secret at a time. */
export function isGone({ deletion }: StoredSecret, at: number): boolean {
  return deletion !== undefined && deletion.goneAt <= at;
}

/**
 * Refuses what a secret that is marked for deletion is not there for.
 *
 * @throws ServiceError `InvalidRequestException`
 */
export function checkNotDeleted({ deletion }: StoredSecret): void {
  if (deletion !== undefined)
    throw new ServiceError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
}
