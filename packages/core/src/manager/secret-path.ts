import { KeykistError } from "../errors/keykist-error.ts";
import { isPathSegment, isSecretName, RESERVED_SEGMENT } from "../secrets/grammar.ts";

/** Which part of a backend a manager sees. */
export const SECRET_SCOPES = ["none", "global", "component", "namespace"] as const;

/** One of {@link SECRET_SCOPES}. */
export type SecretScope = (typeof SECRET_SCOPES)[number];

/** Scope and name together: what a flavor is asked for. */
export interface SecretPath {
  readonly scope: SecretScope;
  /** The manager's id in scope `component`, the namespace in scope `namespace`. */
  readonly owner: string | undefined;
  /** The secret's name, as callers know it. */
  readonly name: string;
  /** The whole path: `db`, `keykist/global/db`, `keykist/namespace/team/db`. */
  readonly full: string;
}

/** Makes the paths of one scope, and takes them apart again. */
export interface PathScope {
  readonly scope: SecretScope;
  readonly owner: string | undefined;
  /** What every path of the scope begins with: `""` or `keykist/…/`. */
  readonly prefix: string;
  path(name: string): SecretPath;
  /** The name behind a full path, or `undefined` where the path is of another scope, or of nobody. */
  nameOf(full: string): string | undefined;
}

/**
 * The paths of a scope. `owner` is the manager's id or the namespace.
 *
 * @throws KeykistError `INVALID_CONFIG` where a scope lacks its owner, or the owner is not one segment.
 */
export function pathScope(scope: SecretScope, owner: string | undefined): PathScope {
  if ((scope === "component" || scope === "namespace") && !isPathSegment(owner)) {
    const what = scope === "component" ? "an explicit id" : "a namespace";
    throw new KeykistError(
      "INVALID_CONFIG",
      `scope "${scope}" needs ${what} that is one path segment`,
      {
        hint: `pass ${what} of at most 100 letters, digits, ".", "_" and "-"`,
      },
    );
  }
  const prefix = {
    none: "",
    global: `${RESERVED_SEGMENT}/global/`,
    component: `${RESERVED_SEGMENT}/component/${owner}/`,
    namespace: `${RESERVED_SEGMENT}/namespace/${owner}/`,
  }[scope];
  return {
    scope,
    owner,
    prefix,
    path: (name) => ({ scope, owner, name, full: prefix + name }),
    nameOf: (full) => {
      const name = full.startsWith(prefix) ? full.slice(prefix.length) : undefined;
      return isSecretName(name) ? name : undefined;
    },
  };
}
