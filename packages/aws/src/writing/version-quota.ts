import { type Call, KeykistError } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { AwsStateError } from "../aws-state-error.ts";
import { VERSION_QUOTA } from "../errors/classifications.ts";

const DAY = 24 * 60 * 60 * 1000;

/** The error for a secret that was written too often, with the time when AWS can remove the first of its versions. */
export async function versionQuotaError(
  api: SecretsApi,
  arn: string,
  call: Call,
): Promise<AwsStateError> {
  const oldest = await oldestOrNone(api, arn, call);
  if (oldest === undefined) return new AwsStateError(VERSION_QUOTA);
  const until = new Date(oldest + DAY).toISOString();
  return new AwsStateError({
    ...VERSION_QUOTA,
    hint: `wait until ${until}, when the oldest of them can be removed, and write it at most every 15 minutes over a day`,
  });
}

async function oldestOrNone(api: SecretsApi, arn: string, call: Call): Promise<number | undefined> {
  try {
    return await oldestRemovable(api, arn, call);
  } catch (error) {
    if (KeykistError.is(error)) throw error;
    // Who may write need not be allowed to list versions: the time is not known then, and the quota is used up all the same.
    return undefined;
  }
}

/** When the oldest version without a stage was made; milliseconds. */
async function oldestRemovable(
  api: SecretsApi,
  arn: string,
  call: Call,
): Promise<number | undefined> {
  let oldest: number | undefined;
  let token: string | undefined;
  do {
    const page = await api.listVersions(call, {
      SecretId: arn,
      IncludeDeprecated: true,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const { CreatedDate, VersionStages = [] } of page.Versions ?? []) {
      const made = CreatedDate?.getTime();
      if (made === undefined || VersionStages.length > 0) continue;
      oldest = Math.min(oldest ?? made, made);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return oldest;
}
