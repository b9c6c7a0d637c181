/** The hint for content that does not fit a schema: the keys that the schema takes. */
export function keysHint(schema: {
  readonly requiredKeys: readonly string[];
  readonly optionalKeys: readonly string[];
}): string {
  return `required keys: ${listed(schema.requiredKeys)}; optional keys: ${listed(schema.optionalKeys)}`;
}

function listed(keys: readonly string[]): string {
  return keys.length > 0 ? keys.join(", ") : "none";
}
