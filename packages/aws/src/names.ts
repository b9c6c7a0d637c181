/*
 * The path of a secret is its name in AWS: the grammar of keykist's names is a part of that of AWS, and
 * AWS tells upper from lower case. A name that ends in a hyphen and six characters looks like the end
 * of an ARN (AWS appends such an end to the name), and AWS advises against it
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html). So the name in
 * every answer is compared with the one that was asked for, and what changes a secret names it by the
 * whole ARN that was found under its name.
 */

/** What every path of a scope other than `none` begins with. */
export const SCOPED = "keykist/";

/** Reports whether a response of AWS is about the secret that was asked for. */
export function isAbout(answer: { readonly Name?: string | undefined }, name: string): boolean {
  return answer.Name === name;
}
