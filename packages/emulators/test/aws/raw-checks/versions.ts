import {
  ListSecretVersionIdsCommand,
  type ListSecretVersionIdsCommandInput,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { ending, isMore, type RawBackend, type RawCheck, token } from "./raw-check.ts";

export const versionChecks: readonly RawCheck[] = [
  {
    id: "versions-labelled",
    title: "versions without a label are not listed",
    sentence: "By default, versions without staging labels aren't included.",
    expected: ["b", "c"],
    run: async (backend) => listed(backend, await backend.secretWith("a", "b", "c")),
  },
  {
    id: "versions-deprecated",
    title: "they are listed where they are asked for",
    sentence:
      "Specifies whether to include versions of secrets that don't have any staging labels attached to them.",
    expected: ["a", "b", "c"],
    run: async (backend) =>
      listed(backend, await backend.secretWith("a", "b", "c"), { IncludeDeprecated: true }),
  },
  {
    id: "versions-pages",
    title: "versions are listed in pages",
    sentence:
      "To get the next results, call ListSecretVersionIds again with the value from NextToken.",
    expected: { first: 2, all: ["a", "b", "c", "d", "e"] },
    run: async (backend) => {
      const name = await backend.secretWith("a", "b", "c", "d", "e");
      const fields = { IncludeDeprecated: true, MaxResults: 2 };
      const { Versions = [] } = await backend.client.send(
        new ListSecretVersionIdsCommand({ SecretId: name, ...fields }),
      );
      return { first: Versions.length, all: await listed(backend, name, fields) };
    },
  },
  {
    id: "versions-last-page",
    title: "the last page has no token",
    sentence:
      "Secrets Manager includes this value if there's more output available than what is included in the current response.",
    expected: undefined,
    run: async (backend) => {
      const SecretId = await backend.secret();
      const page = await backend.client.send(new ListSecretVersionIdsCommand({ SecretId }));
      return page.NextToken;
    },
  },
  {
    id: "versions-page-size",
    title: "a page has 100 versions at most",
    sentence: "Valid Range: Minimum value of 1. Maximum value of 100.",
    page: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html",
    expected: ["ok", "ValidationException", "ValidationException"],
    run: async (backend) => {
      const SecretId = await backend.secret();
      const answers: string[] = [];
      for (const MaxResults of [100, 101, 0])
        answers.push(
          await ending(
            backend.client.send(new ListSecretVersionIdsCommand({ SecretId, MaxResults })),
          ),
        );
      return answers;
    },
  },
  {
    id: "versions-most",
    title: "more than 100 versions in a day are refused, and what is current stays",
    sentence:
      "If you call PutSecretValue more than once every 10 minutes, you will create more versions than Secrets Manager removes, and you will reach the quota for secret versions.",
    expected: ["LimitExceededException", "version 99"],
    run: async (backend) => {
      const name = await backend.secret();
      const put = (number: number): Promise<unknown> =>
        backend.put(name, "", {
          SecretString: `version ${number}`,
          ClientRequestToken: String(number).padStart(32, "0"),
        });
      for (let number = 1; number < 100; number += 1) await put(number);
      return [await ending(put(100)), await backend.text(name)];
    },
  },
  {
    id: "describe-key",
    title: "a key that the secret names is described, the key of AWS is not",
    sentence:
      "If the secret is encrypted with the Amazon Web Services managed key aws/secretsmanager, this field is omitted.",
    expected: [undefined, "alias/mine", undefined],
    run: async (backend) => {
      const name = await backend.secret({ KmsKeyId: "alias/mine" });
      const usual = await backend.describe(await backend.secret());
      const own = await backend.describe(name);
      await backend.client.send(new UpdateSecretCommand({ SecretId: name, KmsKeyId: "" }));
      const reset = await backend.describe(name);
      return [usual.KmsKeyId, own.KmsKeyId, reset.KmsKeyId];
    },
  },
  {
    id: "describe-created",
    title: "a description has when the secret was made, whatever has changed since",
    sentence: "The date the secret was created.",
    expected: true,
    run: async (backend) => {
      const name = await backend.secret();
      const before = await backend.describe(name);
      await backend.put(name, "b");
      const after = await backend.describe(name);
      return after.CreatedDate?.getTime() === before.CreatedDate?.getTime();
    },
  },
  {
    id: "describe-labelled",
    title: "a description has the versions that have labels, and no other",
    sentence: "A list of the versions of the secret that have staging labels attached.",
    expected: [token("b"), token("c")],
    run: async (backend) => {
      const { VersionIdsToStages = {} } = await backend.describe(
        await backend.secretWith("a", "b", "c"),
      );
      return Object.keys(VersionIdsToStages).toSorted();
    },
  },
];

/** The letters of the tokens of a secret's versions, in their order; all pages. */
async function listed(
  { client }: RawBackend,
  SecretId: string,
  fields: Partial<ListSecretVersionIdsCommandInput> = {},
): Promise<string[]> {
  const letters: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSecretVersionIdsCommand({
        SecretId,
        ...fields,
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    letters.push(...(page.Versions ?? []).map(({ VersionId = "" }) => VersionId.slice(0, 1)));
    ({ NextToken } = page);
  } while (isMore(NextToken));
  return letters.toSorted();
}
