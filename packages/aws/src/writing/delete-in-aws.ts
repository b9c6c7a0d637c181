import { type Call, KeykistError, type SecretPath } from "@keykist/core";
import { NotSent } from "../client/not-sent.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed, isRefusal } from "../errors.ts";
import { lookUntil, type SecretView } from "../reading/look.ts";
import { leftHalfDeleted } from "./deletion-errors.ts";

/** What AWS is asked to delete. */
export interface AwsDeletion {
  readonly path: SecretPath;
  readonly arn: string;
  /** The version that has to be in force. */
  readonly id: string;
  readonly recoveryWindowDays: number;
  /** When the secret may be another's; nothing is sent after that. */
  readonly notAfter: number;
}

/** What came of a deletion. */
export type DeletionEnd =
  | { readonly kind: "deleted" }
  /** It was not sent: its time was over. */
  | { readonly kind: "late" }
  /** AWS has not done it, and says why. */
  | { readonly kind: "refused"; readonly error: unknown };

/**
 * Asks AWS to delete a secret. The call takes no condition: whoever registers the name again waits so long for it, and
 * after that the secret may be theirs.
 *
 * @throws AwsStateError `unknown` where nobody can tell what came of it
 */
export async function deleteInAws(
  api: SecretsApi,
  { path, arn: SecretId, id, recoveryWindowDays: days, notAfter }: AwsDeletion,
  call: Call,
): Promise<DeletionEnd> {
  const isLate = (): boolean => call.clock.now() > notAfter;
  if (isLate()) return { kind: "late" };
  const failures: unknown[] = [];
  try {
    const window =
      days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    await api.delete(
      call,
      { SecretId, ...window },
      {
        isLate,
        onFailure: (error) => {
          if (!(error instanceof NotSent)) failures.push(error);
        },
      },
    );
    return { kind: "deleted" };
  } catch (error) {
    if (KeykistError.is(error)) throw error;
    if (!(error instanceof NotSent) && failures.at(-1) !== error) failures.push(error);
  }
  const error = failures.at(-1);
  if (error === undefined) return { kind: "late" };
  if (isNamed(error, "ResourceNotFoundException")) return { kind: "deleted" };
  const isAmbiguous = failures.some((failure) => !isRefusal(failure));
  // Of a secret that is pending deletion already, AWS says that its state does not allow it.
  if (isAmbiguous || isNamed(error, "InvalidRequestException")) {
    const isDone = (view: SecretView | undefined): boolean =>
      view?.pendingDeletion !== false || view.current?.id !== id;
    if (isDone(await lookUntil(api, path, call, isDone))) return { kind: "deleted" };
  }
  if (isAmbiguous) throw leftHalfDeleted(error, call);
  return { kind: "refused", error };
}
