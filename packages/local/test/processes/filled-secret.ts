import { arbitrarySchema, type Secret } from "@keykist/core";

/** The number in a marker, which says how large its secret is. */
function sizeOf(marker: string): number {
  return 1000 + 500 * Number(marker.split("_").at(-1));
}

/** A secret whose two keys hold a marker, and which is the larger the higher the marker counts. */
export function filledSecret(name: string, marker: string): Secret {
  const value = marker.padEnd(sizeOf(marker), ".");
  return arbitrarySchema.create(name, { first: value, second: value });
}

/** The marker of a filled secret, `torn` where it is not whole. */
export function filledMarker({ content }: Pick<Secret, "content">): string {
  const { first = "", second } = content;
  const marker = first.replaceAll(".", "");
  return first === second && first.length === sizeOf(marker) ? marker : "torn";
}
