import {
  BatchGetSecretValueCommand,
  type BatchGetSecretValueCommandInput,
} from "@aws-sdk/client-secrets-manager";
import { ending, isMore, type RawBackend, type RawCheck } from "./raw-check.ts";

const ERRORS =
  "A list of errors Secrets Manager encountered while attempting to retrieve individual secrets.";
const NOT_BOTH = "You must include Filters or SecretIdList, but not both.";

export const batchChecks: readonly RawCheck[] = [
  {
    id: "batch-ids",
    title: "a batch answers the current values of secrets by name or ARN",
    sentence:
      "To choose which secrets to retrieve, you can specify a list of secrets by name or ARN, or you can use filters.",
    expected: { values: ["b", "one"], errors: [] },
    run: async (backend) => {
      const Name = backend.newName();
      const { ARN = "" } = await backend.create({ Name, SecretString: "one" });
      return batch(backend, { SecretIdList: [await backend.secretWith("a", "b"), ARN] });
    },
  },
  {
    id: "batch-moved",
    title: "a batch answers the version that AWSCURRENT was moved to",
    sentence:
      "A list of all of the staging labels currently attached to this version of the secret.",
    expected: { values: ["b"], errors: [] },
    run: async (backend) => {
      const name = await backend.secretWith("a");
      await backend.put(name, "b", { VersionStages: ["staged"] });
      await backend.move(name, "AWSCURRENT", { from: "a", to: "b" });
      return batch(backend, { SecretIdList: [name] });
    },
  },
  {
    id: "batch-missing",
    title: "a secret that is not there is an error beside the values",
    sentence: ERRORS,
    expected: { values: ["one"], errors: ["ResourceNotFoundException"] },
    run: async (backend) =>
      batch(backend, { SecretIdList: [await backend.secret(), backend.newName()] }),
  },
  {
    id: "batch-deleted",
    title: "a secret that is scheduled for deletion is an error beside the values",
    sentence: ERRORS,
    expected: { values: ["one"], errors: ["InvalidRequestException"] },
    run: async (backend) => {
      const deleted = await backend.secret();
      await backend.delete(deleted);
      return batch(backend, { SecretIdList: [await backend.secret(), deleted] });
    },
  },
  {
    id: "batch-without-value",
    title: "a secret without a value is an error beside the values",
    sentence: ERRORS,
    expected: { values: ["one"], errors: ["ResourceNotFoundException"] },
    run: async (backend) => {
      const Name = backend.newName();
      await backend.create({ Name });
      return batch(backend, { SecretIdList: [await backend.secret(), Name] });
    },
  },
  {
    id: "batch-largest",
    title: "a batch has 20 secrets at most",
    sentence:
      "Retrieves the contents of the encrypted fields SecretString or SecretBinary for up to 20 secrets.",
    expected: ["ok", "ValidationException"],
    run: async (backend) => {
      const ids = Array.from({ length: 21 }, () => backend.newName());
      return [
        await ending(batch(backend, { SecretIdList: ids.slice(0, 20) })),
        await ending(batch(backend, { SecretIdList: ids })),
      ];
    },
  },
  {
    id: "batch-both",
    title: "a batch has ids or filters",
    sentence: NOT_BOTH,
    expected: ["InvalidParameterException", "InvalidParameterException"],
    run: async (backend) => {
      const SecretIdList = [backend.newName()];
      const Filters = [{ Key: "name" as const, Values: SecretIdList }];
      return [
        await ending(batch(backend, { SecretIdList, Filters })),
        await ending(batch(backend, {})),
      ];
    },
  },
  {
    id: "batch-page-size-of-ids",
    title: "the size of a page goes with filters only",
    sentence: "To use this parameter, you must also use the Filters parameter.",
    expected: "InvalidParameterException",
    run: async (backend) =>
      ending(batch(backend, { SecretIdList: [backend.newName()], MaxResults: 5 })),
  },
  {
    id: "batch-filters",
    title: "a batch by filters goes on page by page",
    sentence:
      "To get the next results, call BatchGetSecretValue again with the value from NextToken.",
    expected: { first: 2, values: ["1", "2", "3", "4", "5"] },
    run: async (backend) => {
      const below = backend.newName();
      for (const value of ["1", "2", "3", "4", "5"])
        await backend.secret({ Name: `${below}/${value}`, SecretString: value });
      const Filters = [{ Key: "name" as const, Values: [`${below}/`] }];
      const input = { Filters, MaxResults: 2 };
      const first = await backend.client.send(new BatchGetSecretValueCommand(input));
      const { values } = await batch(backend, input);
      return { first: first.SecretValues?.length, values };
    },
  },
];

/** The texts and the names of errors of a batch, sorted; all pages. */
async function batch(
  { client }: RawBackend,
  input: BatchGetSecretValueCommandInput,
): Promise<{ values: string[]; errors: string[] }> {
  const values: string[] = [];
  const errors: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new BatchGetSecretValueCommand({ ...input, ...(NextToken !== undefined && { NextToken }) }),
    );
    values.push(...(page.SecretValues ?? []).map(({ SecretString = "" }) => SecretString));
    errors.push(...(page.Errors ?? []).map(({ ErrorCode = "" }) => ErrorCode));
    ({ NextToken } = page);
  } while (isMore(NextToken));
  return { values: values.toSorted(), errors: errors.toSorted() };
}
