import type { Refusal, Revision } from "@keykist/core";
import { isThere, type PresentView, type SecretView } from "../reading/look.ts";

/** A secret that may be written, as it was looked at. */
export interface WritableView extends PresentView {
  readonly type: string;
}

/** What keeps a secret from being written, as far as a look tells. */
export function refusalOf(
  view: SecretView | undefined,
  expected: Revision | undefined,
): Refusal | { readonly kind: "writable"; readonly view: WritableView } {
  if (!isThere(view)) return { kind: "absent" };
  const { type, current } = view;
  if (type === undefined) return { kind: "not_owned" };
  if (expected !== undefined && current.id !== expected) return { kind: "conflict" };
  return { kind: "writable", view: { ...view, type } };
}

/** What kept a guarded write from being applied, once AWS has refused it. */
export function lostTo(view: SecretView | undefined): Refusal {
  return { kind: isThere(view) ? "conflict" : "absent" };
}
