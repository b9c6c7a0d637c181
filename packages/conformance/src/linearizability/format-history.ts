import type { RecordedOperation, SecretEntries } from "./history.ts";

/**
 * A history for people: a line for each operation, in the order of their invocations, with bars that show
 * what was under way at the same time. Values are not printed: contents are named A, B, C by who wrote them,
 * revisions r1, r2, r3.
 *
 * @example
 * ```text
 *   ├─┤         client 1  register A     → r1
 *      ├────┤   client 2  update B       → r2
 *          ├──┤ client 3  read           → A, r1
 * ```
 */
export function formatHistory(history: readonly RecordedOperation[]): string {
  const ordered = history.toSorted((a, b) => a.invoked - b.invoked);
  const names = new Names(ordered);
  const times = [
    ...new Set(ordered.flatMap(({ invoked, returned }) => [invoked, returned])),
  ].toSorted((a, b) => a - b);
  const column = new Map(times.map((time, index) => [time, 2 * index]));
  const rows = ordered.map((operation) => [
    bar(column.get(operation.invoked) ?? 0, column.get(operation.returned) ?? 0, operation),
    operation.client,
    actionText(operation, names),
    `→ ${answerText(operation, names)}`,
  ]);
  const widths = [0, 1, 2].map((index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`)
    .map((line) => line.trimEnd())
    .join("\n");
}

function bar(from: number, to: number, { answer }: RecordedOperation): string {
  const length = Math.max(0, to - from - 1);
  return `${" ".repeat(from)}├${"─".repeat(length)}${answer.kind === "unknown" ? "?" : "┤"}`;
}

function actionText({ action }: RecordedOperation, names: Names): string {
  switch (action.kind) {
    case "register":
      return `register ${names.of(action.entries)}`;
    case "update":
      return `update to ${names.of(action.entries)}${guardText(action.ifRevision, names)}`;
    case "modify":
      return action.saw === undefined || action.entries === undefined
        ? "modify"
        : `modify ${names.of(action.saw)} to ${names.of(action.entries)}`;
    case "delete":
      return `delete${guardText(action.ifRevision, names)}`;
    case "read":
      return "read";
  }
}

function guardText(revision: string | undefined, names: Names): string {
  return revision === undefined ? "" : ` if ${names.revision(revision)}`;
}

function answerText({ answer }: RecordedOperation, names: Names): string {
  switch (answer.kind) {
    case "written":
      return names.revision(answer.revision);
    case "shown": {
      const entries = answer.entries === undefined ? [] : [names.of(answer.entries)];
      const revision = answer.revision === undefined ? [] : [names.revision(answer.revision)];
      return [...entries, ...revision].join(", ");
    }
    case "unknown":
      return "no answer: it may take effect until the end, or never";
    default:
      return answer.kind;
  }
}

/** Short names for contents and revisions. */
class Names {
  readonly #contents: SecretEntries[] = [];
  readonly #revisions: string[] = [];

  constructor(history: readonly RecordedOperation[]) {
    for (const { action } of history) {
      if ("entries" in action && action.entries !== undefined) this.#add(action.entries);
    }
  }

  revision(revision: string): string {
    if (!this.#revisions.includes(revision)) this.#revisions.push(revision);
    return `r${this.#revisions.indexOf(revision) + 1}`;
  }

  of(entries: SecretEntries): string {
    const index = this.#contents.findIndex((each) => isSame(each, entries));
    return index === -1 ? this.#mixture(entries) : letters(index);
  }

  #add(entries: SecretEntries): void {
    if (!this.#contents.some((each) => isSame(each, entries))) this.#contents.push(entries);
  }

  /** Where each entry of a content that nobody wrote comes from. */
  #mixture(entries: SecretEntries): string {
    const parts = Object.entries(entries).map(([key, value]) => {
      const from = this.#contents.findIndex((each) => each[key] === value);
      return `${key} of ${from === -1 ? "nobody" : letters(from)}`;
    });
    return parts.length === 0 ? "no entries" : `{ ${parts.join(", ")} }`;
  }
}

function isSame(a: SecretEntries, b: SecretEntries): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** A, B, …, Z, A1, B1, … */
function letters(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`;
}
