import type { RecordedOperation, SecretAction, SecretAnswer } from "../../src/index.ts";

/** When an operation was under way: invoked and returned. */
export type Interval = readonly [invoked: number, returned: number];

let clients = 0;

/** One operation on the secret `db`, by a client of its own. */
function operation(
  [invoked, returned]: Interval,
  action: SecretAction,
  answer: SecretAnswer,
): RecordedOperation {
  clients += 1;
  return { client: `client ${clients}`, secret: "db", invoked, returned, action, answer };
}

const entries = (value: string): { readonly value: string } => ({ value });
const unknown: SecretAnswer = { kind: "unknown" };

/** Operations with one value, `"a"`, as the whole content; revisions are named like `"r1"`. */
export const did = {
  register: (at: Interval, value: string, revision: string) =>
    operation(at, { kind: "register", entries: entries(value) }, { kind: "written", revision }),
  registerExists: (at: Interval, value: string) =>
    operation(at, { kind: "register", entries: entries(value) }, { kind: "exists" }),
  registerUnanswered: (at: Interval, value: string) =>
    operation(at, { kind: "register", entries: entries(value) }, unknown),
  update: (at: Interval, value: string, revision: string, ifRevision?: string) =>
    operation(
      at,
      { kind: "update", entries: entries(value), ifRevision },
      { kind: "written", revision },
    ),
  updateUnanswered: (at: Interval, value: string, ifRevision?: string) =>
    operation(at, { kind: "update", entries: entries(value), ifRevision }, unknown),
  updateConflict: (at: Interval, value: string, ifRevision?: string) =>
    operation(at, { kind: "update", entries: entries(value), ifRevision }, { kind: "conflict" }),
  updateAbsent: (at: Interval, value: string) =>
    operation(at, { kind: "update", entries: entries(value) }, { kind: "absent" }),
  modify: (at: Interval, saw: string, value: string, revision: string) =>
    operation(
      at,
      { kind: "modify", saw: entries(saw), entries: entries(value) },
      { kind: "written", revision },
    ),
  modifyUnanswered: (at: Interval, saw: string, value: string) =>
    operation(at, { kind: "modify", saw: entries(saw), entries: entries(value) }, unknown),
  delete: (at: Interval, ifRevision?: string) =>
    operation(at, { kind: "delete", ifRevision }, { kind: "deleted" }),
  deleteUnanswered: (at: Interval) => operation(at, { kind: "delete" }, unknown),
  deleteConflict: (at: Interval, ifRevision: string) =>
    operation(at, { kind: "delete", ifRevision }, { kind: "conflict" }),
  read: (at: Interval, value: string, revision?: string) =>
    operation(at, { kind: "read" }, { kind: "shown", entries: entries(value), revision }),
  describe: (at: Interval, revision: string) =>
    operation(at, { kind: "read" }, { kind: "shown", revision }),
  readAbsent: (at: Interval) => operation(at, { kind: "read" }, { kind: "absent" }),
};
