import type { TypedFlagParameter } from "@stricli/core";
import type { Propose } from "../completion/proposals.ts";
import type { KistContext } from "../kist-context.ts";

/** What help says of an option that takes a value, and what its value can be. */
interface ValueOption {
  readonly placeholder: string;
  readonly brief: string;
  readonly propose?: Propose;
}

/** An option that is set by naming it. */
export function switchOption(brief: string): TypedFlagParameter<boolean | undefined, KistContext> {
  return { kind: "boolean", optional: true, withNegated: false, brief };
}

/** An option that takes text. */
export function textOption({
  placeholder,
  brief,
  propose,
}: ValueOption): TypedFlagParameter<string | undefined, KistContext> {
  const completed = propose === undefined ? {} : { proposeCompletions: propose };
  return { kind: "parsed", parse: text, optional: true, placeholder, brief, ...completed };
}

/** An option that takes text, and may be given again and again. */
export function textsOption({
  placeholder,
  brief,
  propose,
}: ValueOption): TypedFlagParameter<readonly string[] | undefined, KistContext> {
  const completed = propose === undefined ? {} : { proposeCompletions: propose };
  return {
    kind: "parsed",
    parse: text,
    optional: true,
    variadic: true,
    placeholder,
    brief,
    ...completed,
  };
}

/** An option that takes a number of 0 or more. */
export function numberOption({
  placeholder,
  brief,
}: ValueOption): TypedFlagParameter<number | undefined, KistContext> {
  return { kind: "parsed", parse: number, optional: true, placeholder, brief };
}

function number(input: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(input)) throw new Error("it is not a number");
  return Number(input);
}

const text = (input: string): string => input;
