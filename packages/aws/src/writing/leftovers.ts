import type { Call, SecretPath } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import type { SecretView } from "../reading/look.ts";
import { type Tag, tagsOfNew } from "../tags.ts";

/*
 * A secret that is registered over a deleted one is the same secret to AWS, and keeps its tags, KMS key, resource policy
 * and rotation. Its caller expects a new one.
 */

/** How AWS names its own key, where it names it. */
const AWS_KEY = "alias/aws/secretsmanager";

/** Refuses to register over a secret that is encrypted with another key than new secrets are. */
export function assertSameKey(
  path: SecretPath,
  { kmsKeyId, rotationEnabled }: SecretView,
  wanted: string | undefined,
): void {
  if (!isSameKey(kmsKeyId, wanted)) {
    throw leftOver({
      reason: `its name has been used before, with the KMS key ${kmsKeyId ?? AWS_KEY}, and not with ${wanted ?? AWS_KEY}`,
      hint: `set kmsKeyId to that key in the manager's config, or ${endForGood(path)}`,
    });
  }
  if (rotationEnabled) {
    throw leftOver({
      reason:
        "its name has been used before, and a rotation is left over that would change its value",
      hint: `${endForGood(path)}, or restore it, turn the rotation off with \`aws secretsmanager cancel-rotate-secret --secret-id ${path.full}\`, and delete it again`,
    });
  }
}

/** Makes the tags what they are on a new secret, and refuses a resource policy that is left over. */
export async function clearLeftovers(
  api: SecretsApi,
  path: SecretPath,
  {
    view,
    type,
    tags,
  }: {
    readonly view: SecretView;
    readonly type: string;
    readonly tags: Readonly<Record<string, string>>;
  },
  call: Call,
): Promise<void> {
  const { arn } = view;
  const { ResourcePolicy } = await api.getPolicy(call, arn);
  if (ResourcePolicy !== undefined && ResourcePolicy !== "") {
    throw leftOver({
      reason:
        "its name has been used before, and a resource policy is left over that gives others access",
      hint: `${endForGood(path)}, or restore it, remove the policy with \`aws secretsmanager delete-resource-policy --secret-id ${path.full}\`, and delete it again`,
    });
  }
  const wanted = tagsOfNew(path, type, tags);
  const Tags = wanted.filter(({ Key, Value }) =>
    view.tags.every((tag) => tag.Key !== Key || tag.Value !== Value),
  );
  if (Tags.length > 0) await api.tag(call, { SecretId: arn, Tags });
  const TagKeys = view.tags.flatMap((tag) => (isWanted(tag, wanted) ? [] : [tag.Key ?? ""]));
  if (TagKeys.length > 0) await api.untag(call, { SecretId: arn, TagKeys });
}

/** AWS's own tags cannot be removed. */
function isWanted({ Key = "" }: Tag, wanted: readonly Tag[]): boolean {
  return Key.startsWith("aws:") || wanted.some((tag) => tag.Key === Key);
}

/**
 * Reports whether two names may be of the same key. A key has an id, an ARN and aliases. An alias cannot be compared
 * with an id, so they pass.
 */
function isSameKey(one: string | undefined, other: string | undefined): boolean {
  const [first, second] = [shortKey(one), shortKey(other)];
  if (first === second) return true;
  return first !== AWS_KEY && second !== AWS_KEY && isAlias(first) !== isAlias(second);
}

function isAlias(key: string): boolean {
  return key.startsWith("alias/");
}

/** The id of a key, or its alias, without what comes before in an ARN. */
function shortKey(key: string | undefined): string {
  if (key === undefined || key === "") return AWS_KEY;
  const resource = key.startsWith("arn:") ? key.split(":").slice(5).join(":") : key;
  return resource.replace(/^key\//u, "");
}

function endForGood({ full }: SecretPath): string {
  return `end the deleted one for good with \`aws secretsmanager delete-secret --force-delete-without-recovery --secret-id ${full}\``;
}

function leftOver({
  reason,
  hint,
}: {
  readonly reason: string;
  readonly hint: string;
}): AwsStateError {
  return new AwsStateError({
    code: "SECRET_EXISTS",
    retry: "never",
    outcome: "not_applied",
    reason,
    hint,
  });
}
