import type { Classification } from "@keykist/core";
import { denied, keyUnusable } from "./classifications.ts";

/** The IAM actions that a step needs; of a read, which is made of two, both: who lacks one often lacks the other. */
function actionsOf(step: string | undefined): string {
  return step === "GetSecretValue" || step === "DescribeSecret"
    ? "secretsmanager:GetSecretValue and secretsmanager:DescribeSecret"
    : `secretsmanager:${step ?? "*"}`;
}

/** Actions that AWS grants on no single secret: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
const OF_ALL: ReadonlySet<string> = new Set([
  "secretsmanager:ListSecrets",
  "secretsmanager:BatchGetSecretValue",
]);

/** The resource that a policy has to name for an action. */
function resourceOf(action: string): string {
  if (action.startsWith("sts:")) return "the role";
  return OF_ALL.has(action) ? 'the resource "*"' : "the secret";
}

/** What is denied, as AWS itself says: to use a key, to tag, by whom it is denied. */
export function denialOf(message: string, step: string | undefined): Classification {
  if (/\bKMS\b/u.test(message)) return keyUnusable;
  const action = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/u.exec(message)?.[1];
  if (action?.startsWith("kms:") === true) return keyUnusable;
  const what = action ?? actionsOf(step);
  const on = resourceOf(what);
  const policy = /with an explicit deny in an? ([a-z -]+ policy)/u.exec(message)?.[1];
  if (policy !== undefined) {
    return {
      ...denied,
      reason: `a policy denies ${what}, and no other can allow it (${policy})`,
      hint: `ask whoever keeps the ${policy} to allow ${what} on ${on}`,
    };
  }
  return { ...denied, hint: `allow ${what} on ${on}` };
}
