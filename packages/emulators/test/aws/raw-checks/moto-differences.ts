import { token } from "./raw-check.ts";

/** What moto does otherwise than the emulator, as one of the checks sees it. */
export interface MotoDifference {
  readonly check: string;
  /** What is seen of moto. */
  readonly seen: unknown;
  /** Which of the two is followed, and why. */
  readonly decided: string;
}

const NOT_LIMITED = "moto does not have this limit. The emulator follows the documentation";

export const motoDifferences: readonly MotoDifference[] = [
  { check: "name-other-character", seen: ["ok", "ok"], decided: NOT_LIMITED },
  { check: "name-longest", seen: ["ok", "ok"], decided: NOT_LIMITED },
  {
    check: "arn-confusion",
    seen: "ok",
    decided:
      "moto looks for partial ARNs of all lengths. The emulator is as unforgiving as AWS warns that it can be",
  },
  {
    check: "name-unknown-status",
    seen: 404,
    decided:
      "moto has another status. The SDK goes by the name; the emulator has the documented one",
  },
  {
    check: "value-two",
    seen: ["ok", "ok"],
    decided: "moto takes the text and drops the bytes. The emulator follows the documentation",
  },
  { check: "value-largest", seen: ["ok", "ok", "ok"], decided: NOT_LIMITED },
  { check: "value-largest-bytes", seen: ["ok", "ok"], decided: NOT_LIMITED },
  {
    check: "token-update-used",
    seen: ["ok", "ResourceExistsException"],
    decided:
      "moto takes UpdateSecret to be as idempotent as PutSecretValue. The documentation says that it is not",
  },
  {
    check: "stage-move-read",
    seen: { byDefault: "a", byStage: "b", previous: "a" },
    decided:
      "moto forgets by default where AWSCURRENT was moved to. The emulator reads what is current",
  },
  {
    check: "stage-move-then-put",
    seen: { a: ["AWSPREVIOUS"], b: ["AWSCURRENT", "staged"], c: ["AWSCURRENT"] },
    decided:
      "moto then has two current versions. The documentation says that a label is on one at a time",
  },
  {
    check: "stage-remove-current",
    seen: "ok",
    decided:
      "moto leaves a secret without a current version. The emulator follows the documentation",
  },
  {
    check: "stage-unknown-version",
    seen: "InvalidParameterException",
    decided:
      "The documentation does not say which error it is. Both refuse; the emulator has the one that reads have",
  },
  { check: "stage-most", seen: ["ok", "ok"], decided: NOT_LIMITED },
  {
    check: "versions-labelled",
    seen: ["a", "b", "c"],
    decided: "moto does not know IncludeDeprecated. The emulator follows the documentation",
  },
  {
    check: "versions-pages",
    seen: { first: 5, all: ["a", "b", "c", "d", "e"] },
    decided: "moto does not page versions. The emulator follows the documentation",
  },
  {
    check: "versions-last-page",
    seen: "",
    decided: "moto ends with an empty token. The emulator has none, as documented",
  },
  { check: "versions-page-size", seen: ["ok", "ok", "ok"], decided: NOT_LIMITED },
  { check: "versions-most", seen: ["ok", "version 100"], decided: NOT_LIMITED },
  {
    check: "describe-key",
    seen: [undefined, "alias/mine", ""],
    decided: "moto keeps the empty text as a key. The documentation says that it means AWS's key",
  },
  {
    check: "describe-labelled",
    seen: [token("a"), token("b"), token("c")],
    decided: "moto describes versions without a label, too. The emulator follows the documentation",
  },
  {
    check: "deleted-put",
    seen: "ok",
    decided: "moto writes to a deleted secret. The documentation has an error for its state",
  },
  {
    check: "deleted-move",
    seen: "ok",
    decided: "moto moves labels of a deleted secret. The documentation has an error for its state",
  },
  {
    check: "deleted-tag",
    seen: "ok",
    decided: "moto tags a deleted secret. The documentation has an error for its state",
  },
  {
    check: "deleted-create",
    seen: "ResourceExistsException",
    decided:
      "moto says that it exists. The documentation has InvalidRequestException for a deleted one",
  },
  { check: "tags-most", seen: ["ok", "ok"], decided: NOT_LIMITED },
  { check: "tags-most-later", seen: ["ok", "ok"], decided: NOT_LIMITED },
  { check: "tags-reserved", seen: "ok", decided: NOT_LIMITED },
  { check: "tags-length", seen: ["ok", "ok", "ok"], decided: NOT_LIMITED },
  {
    check: "list-description",
    seen: { anyCase: ["one", "two"], middle: [] },
    decided:
      "moto finds words within a description, as it says that AWS does. The documentation says prefix, and who relies on less is right with both",
  },
  {
    check: "list-not-tag",
    seen: ["two"],
    decided:
      "moto takes ! to mean that some tag does not match, and so finds nothing without tags. The emulator takes it to be the opposite of the filter without it",
  },
  {
    check: "list-all",
    seen: { description: ["described"], tag: ["tagged"], name: [] },
    decided:
      "The documentation does not say what a word is. moto does not split a name that has two kinds of separators; the emulator splits at all that is no letter or digit",
  },
  {
    check: "list-pages-changed",
    seen: ["s3"],
    decided:
      "moto's token is a position, so that a deletion hides what moves up. The emulator's goes on after a secret: AWS promises neither, and a test that needs the worse has moto",
  },
  { check: "list-page-size", seen: ["ok", "ok", "ok"], decided: NOT_LIMITED },
  {
    check: "list-token-invalid",
    seen: "SyntaxError",
    decided: "moto fails with a page of HTML. The emulator has the documented error",
  },
  {
    check: "list-order",
    seen: { asc: ["c", "a", "b"], desc: ["c", "a", "b"] },
    decided: "moto does not know SortOrder. The emulator follows the documentation",
  },
  {
    check: "list-order-name",
    seen: ["c", "a", "b"],
    decided: "moto does not know SortBy. The emulator follows the documentation",
  },
  {
    check: "batch-moved",
    seen: { values: ["a"], errors: [] },
    decided:
      "moto forgets in batches, too, where AWSCURRENT was moved to. The emulator reads what is current",
  },
  {
    check: "batch-without-value",
    seen: { threw: "ResourceNotFoundException" },
    decided:
      "moto fails the whole batch. The documentation says that errors of one secret are in the answer",
  },
  { check: "batch-largest", seen: ["ok", "ok"], decided: NOT_LIMITED },
  {
    check: "batch-both",
    seen: ["InvalidParameterException", "ok"],
    decided:
      "moto answers a batch of nothing. The documentation says that one of the two must be there",
  },
];
