import type { Refusal, Revision } from "@keykist/core";
import { isThere, type PresentView, type SecretView } from "../reading/look.ts";
import { assertChangeable } from "../reading/ties.ts";

/** A secret that may be written, as it was looked at. */
export interface WritableView extends PresentView {
  readonly type: string;
}

type Found<View> = Refusal | { readonly kind: "writable"; readonly view: View };

/**
 * What keeps a secret from being written, as far as a look tells.
 *
 * @throws AwsStateError if only another program can change it
 */
export function refusalOf(
  view: SecretView | undefined,
  expected: Revision | undefined,
): Found<WritableView> {
  if (!isThere(view)) return { kind: "absent" };
  // Before "not owned": what a service manages cannot be adopted.
  assertChangeable(view.ties);
  const { type, current } = view;
  if (type === undefined) return { kind: "not_owned" };
  if (expected !== undefined && current.id !== expected) return { kind: "conflict" };
  return { kind: "writable", view: { ...view, type } };
}
