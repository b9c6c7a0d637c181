import type { StoredSecret } from "./stored-secret.ts";

interface Filter {
  readonly Key?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** Whether a secret passes all filters, each by any of its values. */
export function passes(secret: StoredSecret, filters: readonly Filter[]): boolean {
  return filters.every(({ Key = "", Values = [] }) =>
    Values.some((value) =>
      value.startsWith("!") ? !matches(secret, Key, value.slice(1)) : matches(secret, Key, value),
    ),
  );
}

function matches(secret: StoredSecret, key: string, value: string): boolean {
  const begins = (text: string): boolean => text.startsWith(value);
  switch (key) {
    case "name":
      return begins(secret.name);
    case "description":
      return secret.description?.toLowerCase().startsWith(value.toLowerCase()) === true;
    case "tag-key":
      return [...secret.tags.keys()].some(begins);
    case "tag-value":
      return [...secret.tags.values()].some(begins);
    case "all":
      return matchesAnywhere(secret, value);
    default:
      // primary-region, owning-service: no secret here is a replica, or of another service.
      return false;
  }
}

/** "Breaks the filter value string into words and then searches all attributes for matches. Not case-sensitive." */
function matchesAnywhere({ name, description = "", tags }: StoredSecret, value: string): boolean {
  const attributes = [name, description, ...tags.keys(), ...tags.values()];
  const texts = [...attributes.map((text) => text.toLowerCase()), ...attributes.flatMap(wordsOf)];
  return wordsOf(value).some((word) => texts.some((text) => text.startsWith(word)));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
