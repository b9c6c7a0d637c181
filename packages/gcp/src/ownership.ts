import { keyId, labelValue, scopeOf } from "./names.ts";

/*
 * What tells keykist's secrets from others', in the console and to listings. Reading never needs it: who may only
 * access versions sees neither labels nor annotations.
 */

export const LABELS = {
  secret: "keykist-secret",
  scope: "keykist-scope",
  schema: "keykist-schema",
  role: "keykist-role",
} as const;

export const ANNOTATIONS = { path: "keykist.path", key: "keykist.key" } as const;

/**
 * What a GCP secret is to keykist. A head is `head-changing` from before it is registered or deleted until after
 * it: if that is cut short, only its manifest tells whether the secret is there.
 */
export type Role = "head" | "head-changing" | "head-deleted" | "key";

/** What a GCP secret is for. */
export interface Purpose {
  readonly path: string;
  readonly type: string;
  readonly role: Role;
  /** Of a key's secret. */
  readonly key?: string | undefined;
}

/** The labels of a secret of keykist, beside those of the configuration. */
export function labelsOf({ path, type, role }: Purpose): Record<string, string> {
  return {
    [LABELS.secret]: labelValue(path),
    [LABELS.scope]: labelValue(scopeOf(path)),
    [LABELS.schema]: labelValue(type),
    [LABELS.role]: role,
  };
}

/** The true path and key, which labels cannot hold. */
export function annotationsOf({ path, key }: Purpose): Record<string, string> {
  return { [ANNOTATIONS.path]: path, ...(key === undefined ? {} : { [ANNOTATIONS.key]: key }) };
}

/** What GCP says of a secret, as far as it matters here. */
export interface Described {
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
}

/** Reports whether a secret was made by keykist, for this path and key. */
export function belongsTo(
  { labels, annotations }: Described,
  { path, key }: Pick<Purpose, "path" | "key">,
): boolean {
  const role = labels?.[LABELS.role] ?? "";
  const fits = key === undefined ? role.startsWith("head") : role === "key";
  return fits && annotations?.[ANNOTATIONS.path] === path && annotations[ANNOTATIONS.key] === key;
}

/**
 * The key of a path whose values a secret holds, if keykist made it for that: its labels and annotations say so, and it has
 * the one id that path and key give. Labels alone are not enough, since anybody can give them to a secret of their own.
 */
export function ownKeyOf(
  secret: Described & { readonly name?: string | null | undefined },
  path: string,
): string | undefined {
  const key = secret.annotations?.[ANNOTATIONS.key];
  if (key === undefined || !belongsTo(secret, { path, key })) return undefined;
  return secret.name?.split("/").at(-1) === keyId(path, key) ? key : undefined;
}

/** The filter for all that is labelled as of a scope. */
export function scopeFilter(prefix: string): string {
  return `labels.${LABELS.scope}=${labelValue(scopeOf(prefix))}`;
}

/** The filter for the heads of a scope that may be there; https://cloud.google.com/secret-manager/docs/filtering. */
export function headsFilter(prefix: string): string {
  return rolesFilter(prefix, ["head", "head-changing"]);
}

/** The filter for the heads of scope `none`, those of deleted secrets among them. */
export function everyHeadFilter(): string {
  return rolesFilter("", ["head", "head-changing", "head-deleted"]);
}

function rolesFilter(prefix: string, roles: readonly Role[]): string {
  const some = roles.map((role) => `labels.${LABELS.role}=${role}`);
  return `${scopeFilter(prefix)} AND (${some.join(" OR ")})`;
}

/** The filter for the secrets of all keys of a path. */
export function keysFilter(path: string): string {
  return `labels.${LABELS.secret}=${labelValue(path)} AND labels.${LABELS.role}=key`;
}
