import type {
  Call,
  CreateOutcome,
  ReadManyAnswer,
  ReplaceOutcome,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { replacing, values } from "../changed-hooks.ts";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const NUL = "\0";
const PICTURE_OF_NUL = "\u2400";

export const operationsSaboteurs: readonly Saboteur[] = [
  sabotage(
    "names-and-values/update-exact",
    "takes a non-breaking space for a space in updates",
    replacing((record, { operation }) =>
      operation === "updateSecret"
        ? values(record, (value) => value.replaceAll("\u00a0", " "))
        : record,
    ),
    { alsoFails: { "names-and-values/backend-exact": "draws such values too, and updates" } },
  ),
  sabotage(
    "names-and-values/modify-exact",
    "brings what a change answers into Unicode's composed form",
    replacing((record, { operation }) =>
      operation === "modifySecret" ? values(record, (value) => value.normalize("NFC")) : record,
    ),
  ),
  sabotage(
    "names-and-values/batch-exact",
    "decodes the answers of a batch by itself, and loses NULs",
    (Base) => {
      return class extends Base {
        protected override async *doReadMany(
          paths: readonly SecretPath[],
          call: Call,
        ): AsyncIterable<ReadManyAnswer> {
          for await (const answer of super.doReadMany(paths, call)) {
            const record = "record" in answer ? answer.record : undefined;
            yield record === undefined
              ? answer
              : { ...answer, record: values(record, (value) => value.replaceAll(NUL, "")) };
          }
        }
      };
    },
  ),
  sabotage(
    "names-and-values/backend-exact",
    "stores NULs as a picture of them, and turns them back when it reads",
    (Base) => {
      return class extends Base {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          return super.doCreate(path, values(record, disguised), call);
        }

        protected override doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: string | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          return super.doReplace(path, values(record, disguised), expected, call);
        }

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          return stored && values(stored, (value) => value.replaceAll(PICTURE_OF_NUL, NUL));
        }
      };
    },
  ),
];

function disguised(value: string): string {
  return value.replaceAll(NUL, PICTURE_OF_NUL);
}
