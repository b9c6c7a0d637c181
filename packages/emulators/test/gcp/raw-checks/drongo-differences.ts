import { NOT_REFUSED } from "./seen-failing.ts";

/** What drongo does otherwise than the emulator, as one of the checks sees it. */
export interface DrongoDifference {
  readonly check: string;
  /** What is seen of drongo. */
  readonly seen: unknown;
  /** Which of the two is followed, and why: the check's own sentence is the documentation that is meant. */
  readonly decided: string;
}

const NOT_LIMITED = "drongo does not have this limit. The emulator follows the documentation";
const NEWEST_ENABLED =
  "drongo takes the newest version that is enabled for the latest. The documentation says the most recently created, and says nothing of its state";
const NO_MASK =
  "drongo changes the labels that it is given, whatever the mask. The documentation requires the mask, and changes what it names";

/** What drongo has, and does in its own way. */
export const drongoDifferences: readonly DrongoDifference[] = [
  {
    check: "create-needs-replication",
    seen: NOT_REFUSED,
    decided:
      "drongo makes an automatic policy up. No sentence says what is done without one; who always sends it is right with both, and the emulator is the stricter one",
  },
  {
    check: "user-managed-needs-replicas",
    seen: NOT_REFUSED,
    decided: "drongo does not look into the policy. The emulator follows the documentation",
  },
  {
    check: "replication-is-immutable",
    seen: NOT_REFUSED,
    decided: "drongo ignores the field. The emulator says what it does not do, as documented",
  },
  { check: "update-needs-mask", seen: NOT_REFUSED, decided: NO_MASK },
  { check: "update-unknown-field", seen: NOT_REFUSED, decided: NO_MASK },
  {
    check: "etag-changes-with-each-update",
    seen: '"0"',
    decided: "drongo counts versions in a secret's etag. The emulator follows the documentation",
  },
  {
    check: "etags-are-apart",
    seen: '"1"',
    decided: "drongo counts versions in a secret's etag. The emulator follows the documentation",
  },
  {
    check: "version-has-etag",
    seen: '"1"',
    decided:
      "drongo has a version's number for its etag, so that it never changes. The documentation lists disable among the requests that update it",
  },
  {
    check: "destroyed-is-not-read",
    seen: undefined,
    decided:
      "drongo destroys, and keeps no time of it. The protocol buffers have destroy_time for a version whose state is DESTROYED",
  },
  {
    check: "destroyed-stays-destroyed",
    seen: NOT_REFUSED,
    decided:
      "drongo enables a destroyed version, which then is read as empty. The emulator follows the documentation",
  },
  { check: "latest-disabled", seen: NOT_REFUSED, decided: NEWEST_ENABLED },
  { check: "latest-destroyed", seen: NOT_REFUSED, decided: NEWEST_ENABLED },
  {
    check: "latest-metadata",
    seen: "projects/raw-checks/secrets/latest-metadata-1/versions/1",
    decided: NEWEST_ENABLED,
  },
  { check: "id-256", seen: NOT_REFUSED, decided: NOT_LIMITED },
  { check: "id-characters", seen: NOT_REFUSED, decided: NOT_LIMITED },
  { check: "payload-over-64-kib", seen: NOT_REFUSED, decided: NOT_LIMITED },
  {
    check: "payload-empty",
    seen: NOT_REFUSED,
    decided:
      "drongo takes what is not there for an empty payload. The documentation says that it is required",
  },
  { check: "labels-65", seen: NOT_REFUSED, decided: NOT_LIMITED },
  { check: "label-value-upper-case", seen: NOT_REFUSED, decided: NOT_LIMITED },
  { check: "label-key-begins-with-digit", seen: NOT_REFUSED, decided: NOT_LIMITED },
  { check: "label-value-64", seen: NOT_REFUSED, decided: NOT_LIMITED },
  { check: "label-value-bytes", seen: NOT_REFUSED, decided: NOT_LIMITED },
  {
    check: "secrets-newest-first",
    seen: ["secrets-newest-first-1-a", "secrets-newest-first-1-b", "secrets-newest-first-1-c"],
    decided: "drongo lists secrets by their names. The emulator follows the documentation",
  },
  {
    check: "versions-newest-first",
    seen: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
    decided: "drongo lists the oldest first. The emulator follows the documentation",
  },
];

function notImplemented(
  what: string,
  seen: Readonly<Record<string, unknown>>,
): readonly DrongoDifference[] {
  const decided = `not implemented: ${what}. The emulator follows the documentation`;
  return Object.entries(seen).map(([check, each]) => ({ check, seen: each, decided }));
}

const ALL_FOUR = ["s1", "s2", "s3", "s4"];

/** What drongo does not have, and ignores in silence. */
export const drongoNotImplemented: readonly DrongoDifference[] = [
  ...notImplemented("annotations", {
    "create-answers": {},
    "update-named-fields-only": {},
    "update-annotations": {},
    "annotation-values": {},
    "annotation-key-slash": NOT_REFUSED,
    "annotation-key-end": NOT_REFUSED,
    "annotation-key-64": NOT_REFUSED,
    "annotations-under-16-kib": {},
    "annotations-16-kib": NOT_REFUSED,
  }),
  ...notImplemented("an etag as a condition", {
    "update-with-old-etag": NOT_REFUSED,
    "update-race": 8,
    "delete-with-old-etag": NOT_REFUSED,
    "disable-with-old-etag": NOT_REFUSED,
    "enable-with-old-etag": NOT_REFUSED,
    "destroy-with-etag": NOT_REFUSED,
  }),
  ...notImplemented("checksums", {
    "checksum-is-answered": Number.NaN,
    "checksum-is-verified": NOT_REFUSED,
    "checksum-was-specified": false,
  }),
  ...notImplemented("aliases", {
    aliases: "NOT_FOUND",
    "alias-names": NOT_REFUSED,
    "aliases-50": NOT_REFUSED,
  }),
  ...notImplemented("delayed destruction", { "delayed-destroy": "DESTROYED" }),
  ...notImplemented("pages", {
    "secrets-by-page": false,
    "page-token-of-another": NOT_REFUSED,
  }),
  ...notImplemented("filters", {
    "total-size": 2,
    "versions-by-state": ["1", "2", "3"],
    "filter-label": ALL_FOUR,
    "filter-label-exists": ALL_FOUR,
    "filter-and": ALL_FOUR,
    "filter-or": ALL_FOUR,
    "filter-not": ALL_FOUR,
    "filter-not-exists": ALL_FOUR,
    "filter-parentheses": ALL_FOUR,
    "filter-parentheses-first": ALL_FOUR,
    "filter-name": ALL_FOUR,
    "filter-created-before": ALL_FOUR,
    "filter-no-regex": NOT_REFUSED,
    "filter-malformed": NOT_REFUSED,
  }),
];
