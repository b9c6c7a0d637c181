import type { RecordedOperation } from "../../src/index.ts";

/*
 * The checker's counterpart: it tries every order of a small history, on a model that shares nothing with the
 * checker. A secret is its entries as text and its revision; a revision that nobody was told is a question
 * mark, which the first who shows it fills in.
 */

interface Model {
  readonly secret: { readonly entries: string; readonly revision: string } | undefined;
  readonly revisions: readonly string[];
}

const UNTOLD = "?";

/** Whether some order of some of the operations, with all that were answered, explains the answers. */
export function hasOrder(history: readonly RecordedOperation[]): boolean {
  return goesOn({ secret: undefined, revisions: [] }, history);
}

function goesOn(model: Model, left: readonly RecordedOperation[]): boolean {
  const due = left.filter(({ answer }) => answer.kind !== "unknown");
  if (due.length === 0) return true;
  const firstReturn = Math.min(...due.map(({ returned }) => returned));
  return left.some((next) => {
    if (next.invoked > firstReturn) return false;
    const after = modelAfter(model, next);
    return (
      after !== undefined &&
      goesOn(
        after,
        left.filter((each) => each !== next),
      )
    );
  });
}

function modelAfter(model: Model, { action, answer }: RecordedOperation): Model | undefined {
  const { secret } = model;
  const isRegister = action.kind === "register";
  if (answer.kind === "absent") return secret === undefined && !isRegister ? model : undefined;
  if (answer.kind === "exists") return secret !== undefined && isRegister ? model : undefined;
  if (action.kind === "register") {
    return secret === undefined
      ? written(model, action.entries, "revision" in answer ? answer.revision : undefined)
      : undefined;
  }
  if (secret === undefined) return undefined;
  if (answer.kind === "conflict") {
    const guard = "ifRevision" in action ? action.ifRevision : undefined;
    return guard !== undefined && guard !== secret.revision ? model : undefined;
  }
  const told = "ifRevision" in action ? met(model, action.ifRevision) : model;
  if (told === undefined) return undefined;
  switch (action.kind) {
    case "delete":
      return { ...told, secret: undefined };
    case "read":
      if (answer.kind !== "shown") return undefined;
      if (answer.entries !== undefined && textOf(answer.entries) !== secret.entries)
        return undefined;
      return met(model, answer.revision);
    case "update":
      return written(told, action.entries, "revision" in answer ? answer.revision : undefined);
    case "modify":
      if (action.saw === undefined || textOf(action.saw) !== secret.entries) return undefined;
      return written(
        told,
        action.entries ?? {},
        "revision" in answer ? answer.revision : undefined,
      );
  }
}

/** The model once it is told that its secret has this revision; `undefined` where it cannot have it. */
function met(model: Model, revision: string | undefined): Model | undefined {
  const { secret, revisions } = model;
  if (revision === undefined || secret?.revision === revision) return model;
  if (secret?.revision !== UNTOLD || revisions.includes(revision)) return undefined;
  return {
    secret: { entries: secret.entries, revision },
    revisions: [...revisions, revision],
  };
}

function written(
  { revisions }: Model,
  entries: Readonly<Record<string, string>>,
  revision: string | undefined,
): Model | undefined {
  if (revision === undefined)
    return { secret: { entries: textOf(entries), revision: UNTOLD }, revisions };
  if (revisions.includes(revision)) return undefined;
  return { secret: { entries: textOf(entries), revision }, revisions: [...revisions, revision] };
}

function textOf(entries: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
