import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Call } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import { CredentialsFailure } from "../errors/credentials-failure.ts";

/** The longest that credentials are looked for; milliseconds. */
const LONGEST_SEARCH = 10_000;

/** Bounds the search for credentials, and says what it begins with. */
export interface SearchOptions {
  /** The time of one operation; milliseconds. */
  readonly timeoutMs: number;
  /** The profile that is asked for. */
  readonly profile: string | undefined;
}

/**
 * Waits until there are credentials. Where the SDK looks for them last, the metadata address of EC2, may
 * neither answer nor refuse: the search is bounded by less than the operation, so that its failure has a name.
 */
export async function findCredentials(
  { config }: SecretsManagerClient,
  call: Call,
  { timeoutMs, profile }: SearchOptions,
): Promise<void> {
  let cancel: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = call.clock.schedule(
      () => {
        reject(notFoundInTime());
      },
      Math.min(LONGEST_SEARCH, timeoutMs / 2),
    );
  });
  try {
    // A mistake in the region has a reason of its own, and needs no search.
    await config.region();
    await Promise.race([obtained(config, profile), late]);
  } finally {
    cancel?.();
  }
}

/** @throws CredentialsFailure */
async function obtained(
  config: SecretsManagerClient["config"],
  profile: string | undefined,
): Promise<void> {
  try {
    await config.credentials();
  } catch (error) {
    throw new CredentialsFailure(error, profile);
  }
}

function notFoundInTime(): AwsStateError {
  return new AwsStateError({
    code: "UNAUTHENTICATED",
    retry: "never",
    outcome: "not_applied",
    reason: "no AWS credentials were found in time",
    hint: "log in with `aws sso login`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; AWS_EC2_METADATA_DISABLED=true keeps the SDK from asking for those of a machine",
  });
}
