import type { TypedFlagParameter } from "@stricli/core";
import type { KistContext } from "../kist-context.ts";

/** An option that is set by naming it. */
export function switchOption(brief: string): TypedFlagParameter<boolean | undefined, KistContext> {
  return { kind: "boolean", optional: true, withNegated: false, brief };
}

/** An option that takes text. */
export function textOption({
  placeholder,
  brief,
}: {
  readonly placeholder: string;
  readonly brief: string;
}): TypedFlagParameter<string | undefined, KistContext> {
  return { kind: "parsed", parse: text, optional: true, placeholder, brief };
}

/** An option that takes text, and may be given again and again. */
export function textsOption({
  placeholder,
  brief,
}: {
  readonly placeholder: string;
  readonly brief: string;
}): TypedFlagParameter<readonly string[] | undefined, KistContext> {
  return { kind: "parsed", parse: text, optional: true, variadic: true, placeholder, brief };
}

const text = (input: string): string => input;
