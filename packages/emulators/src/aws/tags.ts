import { ServiceError } from "./service-error.ts";

/** "Maximum number of tags per resource: 50" */
const MAXIMUM_TAGS = 50;

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/**
 * Tags with others added. A tag that has the key of one that is there takes its place.
 *
 * @throws ServiceError `InvalidParameterException` for a key twice, a reserved key, or too many tags
 */
export function withTags(
  tags: ReadonlyMap<string, string>,
  added: readonly Tag[],
): ReadonlyMap<string, string> {
  const given = new Map(added.map(({ Key = "", Value = "" }) => [Key, Value]));
  if (given.size < added.length)
    throw new ServiceError("InvalidParameterException", "Tag keys must be unique.");
  for (const key of given.keys()) {
    if (/^aws:/i.test(key))
      throw new ServiceError(
        "InvalidParameterException",
        "Tag keys and values can't start with aws:, which is reserved for AWS use.",
      );
  }
  const all = new Map([...tags, ...given]);
  if (all.size > MAXIMUM_TAGS)
    throw new ServiceError(
      "InvalidParameterException",
      `You can't have more than ${MAXIMUM_TAGS} tags on a secret.`,
    );
  return all;
}

/** Tags without some. A key that is not there changes nothing. */
export function withoutTags(
  tags: ReadonlyMap<string, string>,
  keys: readonly string[],
): ReadonlyMap<string, string> {
  return new Map([...tags].filter(([key]) => !keys.includes(key)));
}

/** Tags as answers show them. */
export function shownTags(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return Array.from(tags, ([Key, Value]) => ({ Key, Value }));
}
