/** The flavors that are keykist's own, and their packages. */
export const FIRST_PARTY: Readonly<Record<string, string>> = {
  local: "@keykist/local",
  aws: "@keykist/aws",
  gcp: "@keykist/gcp",
};

/** Reports whether a flavor's name is one of keykist's own, which no configuration can give to another. */
export function isFirstParty(flavor: string): boolean {
  return Object.hasOwn(FIRST_PARTY, flavor);
}
