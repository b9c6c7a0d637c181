import { ServiceError } from "./service-error.ts";

/** "ASCII letters, numbers, and the following characters: /_+=.@-" */
const NAME = /^[A-Za-z0-9/_+=.@-]+$/;

/** A hyphen and six random characters, which end every complete ARN. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/** @throws ServiceError `ValidationException` */
export function checkName(name: string): void {
  if (!NAME.test(name))
    throw new ServiceError(
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    );
}

/** What a request calls a secret by. */
export interface Address {
  readonly name: string;
  /** A complete ARN: of the secrets of this name that there were, one. */
  readonly arn: string | undefined;
}

/**
 * Reads a name, a complete ARN or a partial one, which lacks the suffix. What ends like a suffix is taken for
 * one: that is why AWS advises against names that do.
 */
export function addressOf(secretId: string): Address {
  const resource = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(secretId)?.[1];
  if (resource === undefined) return { name: secretId, arn: undefined };
  if (!SUFFIX.test(resource)) return { name: resource, arn: undefined };
  return { name: resource.replace(SUFFIX, ""), arn: secretId };
}
