import type { SecretPath } from "@keykist/core";

const MANAGED = "keykist:managed";
const SCOPE = "keykist:scope";
const SCHEMA = "keykist:schema";

/** The tag that listings ask for. */
export const MANAGED_TAG: string = MANAGED;

/** A tag, as AWS takes and gives it. */
export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** The tags that make a secret keykist's. */
export function ownTags({ scope, owner }: SecretPath, type: string): Tag[] {
  return [
    { Key: MANAGED, Value: "true" },
    { Key: SCOPE, Value: owner === undefined ? scope : `${scope}/${owner}` },
    { Key: SCHEMA, Value: type },
  ];
}

/** The tags of a new secret; those of the configuration never stand in for keykist's. */
export function tagsOfNew(
  path: SecretPath,
  type: string,
  given: Readonly<Record<string, string>>,
): Tag[] {
  const own = ownTags(path, type);
  const others = Object.entries(given)
    .filter(([key]) => own.every((tag) => tag.Key !== key))
    .map(([Key, Value]) => ({ Key, Value }));
  return [...own, ...others];
}

/** The schema type that a secret's tags tell; `undefined` where it is not keykist's. */
export function ownedType(tags: readonly Tag[] | undefined): string | undefined {
  const value = (key: string): string | undefined => tags?.find(({ Key }) => Key === key)?.Value;
  return value(MANAGED) === "true" ? value(SCHEMA) : undefined;
}
