import type { Capabilities } from "@keykist/core";

/** What a manager can do, as rows for a person. */
export function capabilityRows({ limits, ...claims }: Capabilities): [what: string, how: string][] {
  return [
    ...Object.entries(claims).map(([claim, value]): [string, string] => [
      inWords(claim),
      said(value),
    ]),
    ["bytes of a value", said(limits.valueBytes)],
    ["bytes of a secret", said(limits.secretBytes)],
    ["keys of a secret", said(limits.keys)],
    ["characters of a name", said(limits.names)],
  ];
}

/** `guardedUpdate` as `guarded update`. */
function inWords(claim: string): string {
  return claim.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function said(value: string | number | boolean | undefined): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === undefined ? "no limit" : String(value);
}
