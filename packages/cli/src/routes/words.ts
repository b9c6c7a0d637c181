import type { TypedPositionalParameter, TypedPositionalParameters } from "@stricli/core";
import { keysOfSecret, type Propose, secretNames } from "../completion/proposals.ts";
import type { KistContext } from "../kist-context.ts";

const text = (input: string): string => input;

/** What help says of a word, and what it can be. */
interface WordText {
  readonly placeholder: string;
  readonly brief: string;
  readonly propose?: Propose;
}

/** A word that has to be there. */
export function word({
  placeholder,
  brief,
  propose,
}: WordText): TypedPositionalParameter<string, KistContext> {
  const completed = propose === undefined ? {} : { proposeCompletions: propose };
  return { parse: text, placeholder, brief, ...completed };
}

/** A word that may be left out. */
export function optionalWord({
  placeholder,
  brief,
  propose,
}: WordText): TypedPositionalParameter<string | undefined, KistContext> {
  const completed = propose === undefined ? {} : { proposeCompletions: propose };
  return { parse: text, optional: true, placeholder, brief, ...completed };
}

/** The name of a secret that is there. */
export const nameWord: TypedPositionalParameter<string, KistContext> = word({
  placeholder: "NAME",
  brief: "The name of the secret",
  propose: secretNames,
});

/** A key of a secret, where one may be named. */
export const keyWord: TypedPositionalParameter<string | undefined, KistContext> = optionalWord({
  placeholder: "KEY",
  brief: "One of its keys",
  propose: keysOfSecret,
});

/** A name, and behind it keys with or without their values. */
export function assignedWords(
  first: string,
  {
    brief = "The name of the secret, then its keys",
    propose,
  }: { readonly brief?: string; readonly propose?: Propose } = {},
): TypedPositionalParameters<[name: string, ...words: string[]], KistContext> {
  const completed = propose === undefined ? {} : { proposeCompletions: propose };
  return {
    kind: "array",
    minimum: 1,
    parameter: { parse: text, placeholder: first, brief, ...completed },
  };
}

/** A command and its own words. */
export const commandWords: TypedPositionalParameters<string[], KistContext> = {
  kind: "array",
  parameter: { parse: text, placeholder: "COMMAND", brief: "What to run, behind --" },
};

/** Names of secrets, at least so many. Those of the manager are proposed, unless it is said otherwise. */
export function nameWords(
  minimum: number,
  { propose = secretNames }: { readonly propose?: Propose } = {},
): TypedPositionalParameters<string[], KistContext> {
  return {
    kind: "array",
    minimum,
    parameter: {
      parse: text,
      placeholder: "NAME",
      brief: "The names of the secrets",
      proposeCompletions: propose,
    },
  };
}
