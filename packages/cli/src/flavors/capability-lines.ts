import type { Capabilities } from "@keykist/core";
import { columns } from "../terminal/columns.ts";

/** What a manager can do, and its limits, as two tables for a person. */
export function capabilityLines({ limits, ...claims }: Capabilities): string[] {
  return [
    "What it can do",
    ...columns([
      ["  CAPABILITY", "CLAIM"],
      ...Object.entries(claims).map(([claim, value]) => [`  ${inWords(claim)}`, said(value)]),
    ]),
    "",
    "Limits",
    ...columns([
      ["  OF", "AT MOST"],
      ["  bytes of a value", said(limits.valueBytes)],
      ["  bytes of a secret", said(limits.secretBytes)],
      ["  keys of a secret", said(limits.keys)],
      ["  characters of a name", said(limits.names)],
    ]),
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
