import { UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { ending, type RawCheck, token } from "./raw-check.ts";

const USED =
  "If you call this operation with a ClientRequestToken that matches an existing version's VersionId, the operation results in an error.";
const PUT_SAME =
  "If you call this operation with a ClientRequestToken that matches an existing version's VersionId, and you specify the same secret data, the operation succeeds but does nothing.";

export const tokenChecks: readonly RawCheck[] = [
  {
    id: "token-is-version",
    title: "a token is the id of the version",
    sentence: "This value becomes the VersionId of the new version.",
    expected: [token("a"), token("b"), token("b")],
    run: async (backend) => {
      const Name = backend.newName();
      const created = await backend.create({
        Name,
        SecretString: "one",
        ClientRequestToken: token("a"),
      });
      const put = await backend.put(Name, "b");
      const read = await backend.get(Name, { VersionStage: "AWSCURRENT" });
      return [created.VersionId, put.VersionId, read.VersionId];
    },
  },
  {
    id: "token-filled-in",
    title: "the SDK sends a token of its own, in the form of a UUID",
    sentence:
      "The CLI or SDK generates a random UUID for you and includes it as the value for this parameter in the request.",
    expected: true,
    run: async (backend) => {
      const { VersionId = "" } = await backend.create({
        Name: backend.newName(),
        SecretString: "one",
      });
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(VersionId);
    },
  },
  {
    id: "token-length",
    title: "a token has 32 to 64 characters",
    sentence: "Length Constraints: Minimum length of 32. Maximum length of 64.",
    page: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html",
    expected: ["InvalidParameterException", "ok", "ok", "InvalidParameterException"],
    run: async (backend) => {
      const name = await backend.secret();
      const answers: string[] = [];
      for (const length of [31, 32, 64, 65]) {
        const ClientRequestToken = "t".repeat(length);
        answers.push(await ending(backend.put(name, "b", { ClientRequestToken })));
      }
      return answers;
    },
  },
  {
    id: "token-create-same",
    title: "a creation with the same token and value succeeds again, and changes nothing",
    sentence:
      "If a version with this value already exists and the version SecretString and SecretBinary values are the same as those in the request, then the request is ignored.",
    expected: { again: token("a"), stages: { a: ["AWSCURRENT"] } },
    run: async (backend) => {
      const name = await backend.secret();
      const again = await backend.create({
        Name: name,
        SecretString: "one",
        ClientRequestToken: token("a"),
      });
      return { again: again.VersionId, stages: await backend.stages(name) };
    },
  },
  {
    id: "token-create-other",
    title: "a creation with the same token and another value fails",
    sentence:
      "If a version with this value already exists and that version's SecretString and SecretBinary values are different from those in the request, then the request fails because you cannot modify an existing version.",
    expected: ["ResourceExistsException", "one"],
    run: async (backend) => {
      const name = await backend.secret();
      const again = await ending(
        backend.create({ Name: name, SecretString: "two", ClientRequestToken: token("a") }),
      );
      return [again, await backend.text(name)];
    },
  },
  {
    id: "token-create-new",
    title: "a creation with a new token fails where the secret is there",
    sentence: "A resource with the ID you requested already exists.",
    expected: "ResourceExistsException",
    run: async (backend) => {
      const name = await backend.secret();
      return ending(
        backend.create({ Name: name, SecretString: "one", ClientRequestToken: token("b") }),
      );
    },
  },
  {
    id: "token-put-same",
    title: "a put with the same token and value succeeds again, and makes no version",
    sentence: PUT_SAME,
    expected: { again: token("b"), stages: { a: ["AWSPREVIOUS"], b: ["AWSCURRENT"] } },
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      const again = await backend.put(name, "b");
      return { again: again.VersionId, stages: await backend.stages(name) };
    },
  },
  {
    id: "token-put-same-later",
    title: "a put that is repeated when it is overtaken does not become current again",
    sentence: PUT_SAME,
    expected: ["ok", "c", { b: ["AWSPREVIOUS"], c: ["AWSCURRENT"] }],
    run: async (backend) => {
      const name = await backend.secretWith("a", "b", "c");
      return [
        await ending(backend.put(name, "b")),
        await backend.text(name),
        await backend.stages(name),
      ];
    },
  },
  {
    id: "token-put-other",
    title: "a put with the same token and another value fails",
    sentence:
      "However, if the secret data is different, then the operation fails because you can't modify an existing version; you can only create new ones.",
    expected: ["ResourceExistsException", "b"],
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      const again = await ending(backend.put(name, "b", { SecretString: "other" }));
      return [again, await backend.text(name)];
    },
  },
  {
    id: "token-update-used",
    title: "UpdateSecret with a used token fails, also with the same value",
    sentence: USED,
    expected: ["ResourceExistsException", "ResourceExistsException"],
    run: async (backend) => {
      const name = await backend.secret();
      const update = (SecretString: string): Promise<string> =>
        ending(
          backend.client.send(
            new UpdateSecretCommand({
              SecretId: name,
              SecretString,
              ClientRequestToken: token("a"),
            }),
          ),
        );
      return [await update("one"), await update("two")];
    },
  },
  {
    id: "update-value",
    title: "UpdateSecret with a value makes a current version",
    sentence:
      "If you include SecretString or SecretBinary to create a new secret version, Secrets Manager automatically moves the staging label AWSCURRENT to the new version.",
    expected: ["two", { a: ["AWSPREVIOUS"], b: ["AWSCURRENT"] }],
    run: async (backend) => {
      const name = await backend.secret();
      await backend.client.send(
        new UpdateSecretCommand({
          SecretId: name,
          SecretString: "two",
          ClientRequestToken: token("b"),
        }),
      );
      return [await backend.text(name), await backend.stages(name)];
    },
  },
  {
    id: "update-description",
    title: "UpdateSecret without a value makes no version",
    sentence:
      "If Secrets Manager created a new version of the secret during this operation, then VersionId contains the unique identifier of the new version.",
    expected: { version: undefined, description: "new", stages: { a: ["AWSCURRENT"] } },
    run: async (backend) => {
      const name = await backend.secret({ Description: "old" });
      const { VersionId } = await backend.client.send(
        new UpdateSecretCommand({ SecretId: name, Description: "new" }),
      );
      const { Description } = await backend.describe(name);
      return { version: VersionId, description: Description, stages: await backend.stages(name) };
    },
  },
];
