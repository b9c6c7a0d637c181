import type { TypedPositionalParameter, TypedPositionalParameters } from "@stricli/core";
import type { KistContext } from "../kist-context.ts";

const text = (input: string): string => input;

/** A word that has to be there. */
export function word({
  placeholder,
  brief,
}: {
  readonly placeholder: string;
  readonly brief: string;
}): TypedPositionalParameter<string, KistContext> {
  return { parse: text, placeholder, brief };
}

/** The name of a secret. */
export const nameWord: TypedPositionalParameter<string, KistContext> = word({
  placeholder: "NAME",
  brief: "The name of the secret",
});

/** A key of a secret, where one may be named. */
export const keyWord: TypedPositionalParameter<string | undefined, KistContext> = {
  parse: text,
  optional: true,
  placeholder: "KEY",
  brief: "One of its keys",
};

/** A name, and behind it keys with or without their values. */
export function assignedWords(
  first: string,
): TypedPositionalParameters<[name: string, ...words: string[]], KistContext> {
  return {
    kind: "array",
    minimum: 1,
    parameter: { parse: text, placeholder: first, brief: "The name of the secret, then its keys" },
  };
}

/** Names of secrets, at least so many. */
export function nameWords(minimum: number): TypedPositionalParameters<string[], KistContext> {
  return {
    kind: "array",
    minimum,
    parameter: { parse: text, placeholder: "NAME", brief: "The names of the secrets" },
  };
}
