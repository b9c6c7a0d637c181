import { application } from "../src/application.ts";

/** The words of every command that is not hidden, as they are typed. */
export function routes(
  target: typeof application.root = application.root,
  prefix: readonly string[] = [],
): readonly (readonly string[])[] {
  if (!("getAllEntries" in target)) return [prefix];
  const found: (readonly string[])[] = [];
  for (const { name, target: next, hidden } of target.getAllEntries()) {
    if (!hidden) found.push(...routes(next, prefix.concat(name["convert-camel-to-kebab"])));
  }
  return found;
}
