import { KeykistError } from "../errors/keykist-error.ts";
import { copyJsonLike, pathText, type ValuePath } from "./json-like.ts";
import { parseReferences } from "./parse-references.ts";
import { type Reference, referenceText } from "./reference.ts";

/** A reference of a value, and every place where it stands. */
export interface FoundReference extends Reference {
  readonly paths: readonly ValuePath[];
}

/** All that a value holds of references. */
export interface ReferenceScan {
  /** Distinct, in the order in which they are met first. */
  readonly references: readonly FoundReference[];
  /** Where something is meant as a reference, but is not one. */
  readonly malformed: readonly ValuePath[];
}

/** What is written where braces are meant literally. */
export const escapeHint: string = String.raw`write {{name.key}} or {{manager:name.key}}, and \{{ where the braces are meant literally`;

/** Finds the references of a value, malformed ones too. */
export function scanReferences(value: unknown): ReferenceScan {
  const found = new Map<string, Reference & { readonly paths: ValuePath[] }>();
  const malformed: ValuePath[] = [];

  function readText(leaf: unknown, path: ValuePath): unknown {
    if (typeof leaf !== "string") return leaf;
    for (const part of parseReferences(leaf)) {
      if (part.kind === "malformed" && malformed.at(-1) !== path) malformed.push(path);
      if (part.kind === "reference") {
        const text = referenceText(part.reference);
        const paths = found.get(text)?.paths ?? [];
        if (paths.at(-1) !== path) paths.push(path);
        found.set(text, { ...part.reference, paths });
      }
    }
    return leaf;
  }

  copyJsonLike(value, { leaf: readText });
  return { references: [...found.values()], malformed };
}

/**
 * Finds the references in the strings of a JSON-like value, wherever they stand in its arrays and
 * plain objects. Keys are not searched, nor are dates, maps and instances of classes.
 *
 * @returns each reference once, with the paths where it stands
 * @throws KeykistError `INVALID_CONFIG` where something is meant as a reference but is not one (see
 * {@link parseReferences}), where the value contains itself, or is more than 500 levels deep
 * @example
 * ```ts
 * findReferences({ url: "postgres://{{db.user}}:{{db.password}}@host/" });
 * // [{ manager: undefined, name: "db", key: "user", paths: [["url"]] }, …]
 * ```
 */
export function findReferences(value: unknown): readonly FoundReference[] {
  const { references, malformed } = scanReferences(value);
  if (malformed.length === 0) return references;
  const issues = malformed.map((path) => malformedIssue(path));
  const where = issues.map(({ key }) => key).join(", ");
  throw new KeykistError("INVALID_CONFIG", `the value holds malformed references: ${where}`, {
    issues,
    hint: escapeHint,
  });
}

/** Names the place, not the text: that may hold anything. */
export function malformedIssue(path: ValuePath): {
  readonly key: string;
  readonly problem: string;
} {
  return { key: pathText(path) || "(text)", problem: "malformed reference" };
}
