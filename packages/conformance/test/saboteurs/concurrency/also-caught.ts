import type { Saboteur } from "../saboteur.ts";

type History = "linearizable" | "unanswered";
type Other =
  | "aba"
  | "batch-read"
  | "chain"
  | "counter"
  | "delete-all"
  | "delete-update"
  | "listing"
  | "lock"
  | "lost-update";

const histories: readonly History[] = ["linearizable", "unanswered"];

/**
 * The saboteurs of other groups that cases of this one catch, too. Histories are of all operations at once, so
 * that they show most of what is wrong with any of them; what is not listed does not show there.
 */
const table: Readonly<
  Record<string, { readonly by: readonly (History | Other)[]; readonly because: string }>
> = {
  "contract/register-revision": {
    by: [...histories, "batch-read", "chain"],
    because: "reads show another revision than registering answered",
  },
  "contract/register-taken": {
    by: [...histories, "lock"],
    because: "two registrations of one name succeed",
  },
  "contract/register-taken-untouched": {
    by: histories,
    because: "a refused registration changes what reads show",
  },
  "contract/register-after-delete": {
    by: histories,
    because: "names are deleted and registered again",
  },
  "contract/register-after-delete-revision": {
    by: [...histories, "aba"],
    because: "names are deleted and registered again",
  },
  "contract/input-untouched": {
    by: histories,
    because: "the names of its batches are used again",
  },
  "contract/get-absent": {
    by: [...histories, "delete-update", "delete-all"],
    because: "deleted secrets are read, with a schema",
  },
  "contract/describe-absent": { by: histories, because: "deleted secrets are described" },
  "contract/list-summaries": {
    by: histories,
    because: "listed revisions are compared with those of reads",
  },
  "contract/list-prefix": {
    by: [...histories, "listing"],
    because: "it lists by a prefix that is no folder",
  },
  "contract/update-replaces": {
    by: [...histories, "batch-read"],
    because: "some of its updates take keys away",
  },
  "contract/update-revision": {
    by: [...histories, "batch-read", "chain"],
    because: "reads show another revision than updating answered",
  },
  "contract/update-absent": {
    by: [...histories, "delete-update"],
    because: "deleted secrets are updated",
  },
  "contract/update-guarded": { by: histories, because: "it guards with later revisions, too" },
  "contract/update-stale": {
    by: ["linearizable", "chain", "aba"],
    because: "the same manager guards with old revisions",
  },
  "contract/update-guarded-absent": {
    by: histories,
    because: "guarded updates meet deleted secrets",
  },
  "contract/modify": { by: histories, because: "what a change is handed is part of the history" },
  "contract/modify-revision": {
    by: histories,
    because: "reads show another revision than modifying answered",
  },
  "contract/modify-absent": { by: histories, because: "deleted secrets are modified" },
  "contract/modify-concurrent": {
    by: ["linearizable", "counter"],
    because: "clients that share a manager modify at once",
  },
  "contract/modify-two-managers": {
    by: [...histories, "counter", "lost-update"],
    because: "clients of several managers modify at once",
  },
  "contract/delete": { by: histories, because: "deleted secrets are read" },
  "contract/delete-absent": {
    by: [...histories, "delete-all"],
    because: "secrets are deleted twice",
  },
  "contract/delete-guarded": { by: histories, because: "it guards with later revisions, too" },
  "contract/delete-stale": {
    by: histories,
    because: "deletions are guarded with old revisions",
  },
  "contract/delete-all": { by: ["delete-all"], because: "it looks at the count, too" },
  "contract/two-managers": { by: histories, because: "clients of several managers read at once" },
  "errors/abort-unknown": {
    by: ["unanswered"],
    because: "the writes it believes undone are read",
  },
  "errors/abort-stays": { by: ["unanswered"], because: "the writes it believes undone are read" },
  "names-and-values/names-and-keys": {
    by: ["unanswered"],
    because: "what is kept apart is not written at once",
  },
  "capabilities/strong-lists": { by: histories, because: "it lists beside writers" },
  "capabilities/deletion-immediate": {
    by: [...histories, "delete-all"],
    because: "deleted secrets are deleted again",
  },
  "capabilities/exclusive-create": {
    by: [...histories, "lock"],
    because: "the same race, among others",
  },
  "capabilities/guarded-update": {
    by: [...histories, "aba", "chain"],
    because: "the same race, among others",
  },
  "capabilities/guarded-delete": { by: histories, because: "the same race, among others" },
  "capabilities/atomic-update": {
    by: [...histories, "batch-read"],
    because: "the same race, among others",
  },
  "capabilities/atomic-create": { by: histories, because: "the same race, among others" },
  "paging/gone-meanwhile": {
    by: [...histories, "delete-all", "listing"],
    because: "secrets go while others list",
  },
  "crash/register": {
    by: histories,
    because: "a registration that is not answered holds its lock",
  },
  "crash/update": { by: histories, because: "others look between two steps of an update" },
  "crash/modify": { by: histories, because: "others look between two steps of a change" },
  "crash/read": { by: histories, because: "others delete what is being read" },
  "crash/delete": { by: ["unanswered"], because: "others look between two steps of a deletion" },
  "crash/delete-guarded": {
    by: ["unanswered"],
    because: "a deletion that is not answered holds its lock",
  },
  "crash/update-guarded": {
    by: ["linearizable"],
    because: "an update that is stopped holds its lock",
  },
  "faults/late-delete": { by: ["unanswered"], because: "some of its deletions land late" },
  "faults/late-register": {
    by: [...histories, "lock"],
    because: "several register one name at once",
  },
  "faults/stale-update": {
    by: [...histories, "aba", "chain"],
    because: "guarded updates race with others",
  },
  "faults/stale-delete": { by: histories, because: "guarded deletions race with others" },
};

/** What a saboteur also fails whose mistake shows in histories of everything at once. */
export function inHistories(because: string): NonNullable<Saboteur["alsoFails"]> {
  return shownBy(histories, because);
}

function shownBy(cases: readonly (History | Other)[], because: string): Record<string, string> {
  return Object.fromEntries(cases.map((id) => [`concurrency/${id}`, because]));
}

/** A saboteur of another group, with what cases of this group say of it. */
export function alsoCaught(saboteur: Saboteur): Saboteur {
  const found = table[saboteur.breaks];
  if (found === undefined) return saboteur;
  const more = shownBy(found.by, found.because);
  return { ...saboteur, alsoFails: { ...saboteur.alsoFails, ...more } };
}
