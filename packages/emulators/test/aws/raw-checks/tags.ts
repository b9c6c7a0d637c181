import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { ending, type RawBackend, type RawCheck, TAG_RULES } from "./raw-check.ts";

const MOST = "Maximum number of tags per resource: 50";

export const tagChecks: readonly RawCheck[] = [
  {
    id: "tags-created",
    title: "tags of a creation are described",
    sentence: "The list of tags attached to the secret.",
    expected: { k: "v", "a:b/c": "" },
    run: async (backend) => {
      const Tags = [
        { Key: "k", Value: "v" },
        { Key: "a:b/c", Value: "" },
      ];
      return tagsOf(backend, await backend.secret({ Tags }));
    },
  },
  {
    id: "tags-case",
    title: "tags that differ in case are two",
    sentence: 'A tag with the key "ABC" is a different tag from one with key "abc".',
    expected: { ABC: "1", abc: "2" },
    run: async (backend) => {
      const name = await backend.secret({ Tags: [{ Key: "ABC", Value: "1" }] });
      await tag(backend, name, { abc: "2" });
      return tagsOf(backend, name);
    },
  },
  {
    id: "tags-appended",
    title: "TagResource adds tags, and replaces one of the same key",
    sentence: "This operation appends tags to the existing list of tags.",
    expected: { a: "1", b: "3" },
    run: async (backend) => {
      const name = await backend.secret({ Tags: [{ Key: "b", Value: "2" }] });
      await tag(backend, name, { a: "1", b: "3" });
      return tagsOf(backend, name);
    },
  },
  {
    id: "tags-removed",
    title: "UntagResource removes tags, also such as are not there",
    sentence:
      "If a requested tag is not attached to the secret, no error is returned and the secret metadata is unchanged.",
    expected: ["ok", { a: "1" }],
    run: async (backend) => {
      const name = await backend.secret();
      await tag(backend, name, { a: "1", b: "2" });
      const TagKeys = ["b", "c"];
      return [
        await ending(backend.client.send(new UntagResourceCommand({ SecretId: name, TagKeys }))),
        await tagsOf(backend, name),
      ];
    },
  },
  {
    id: "tags-most",
    title: "a secret is made with 50 tags and no more",
    sentence: MOST,
    page: TAG_RULES,
    expected: ["ok", "InvalidParameterException"],
    run: async (backend) => [
      await ending(backend.create({ Name: backend.newName(), SecretString: "1", Tags: many(50) })),
      await ending(backend.create({ Name: backend.newName(), SecretString: "1", Tags: many(51) })),
    ],
  },
  {
    id: "tags-most-later",
    title: "a secret that has 50 tags takes no other",
    sentence: MOST,
    page: TAG_RULES,
    expected: ["ok", "InvalidParameterException"],
    run: async (backend) => {
      const name = await backend.secret({ Tags: many(50) });
      return [
        await ending(tag(backend, name, { "tag-1": "again" })),
        await ending(tag(backend, name, { other: "1" })),
      ];
    },
  },
  {
    id: "tags-reserved",
    title: "a tag of AWS is refused",
    sentence: "The aws: prefix is reserved for AWS use.",
    page: TAG_RULES,
    expected: "InvalidParameterException",
    run: async (backend) => ending(tag(backend, await backend.secret(), { "aws:mine": "1" })),
  },
  {
    id: "tags-length",
    title: "a key of 129 characters and a value of 257 are refused",
    sentence: "Length Constraints: Minimum length of 1. Maximum length of 128.",
    page: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Tag.html",
    expected: ["ok", "ValidationException", "ValidationException"],
    run: async (backend) => {
      const name = await backend.secret();
      return [
        await ending(tag(backend, name, { ["k".repeat(128)]: "v".repeat(256) })),
        await ending(tag(backend, name, { ["k".repeat(129)]: "" })),
        await ending(tag(backend, name, { key: "v".repeat(257) })),
      ];
    },
  },
];

function tag(
  { client }: RawBackend,
  SecretId: string,
  tags: Readonly<Record<string, string>>,
): Promise<unknown> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return client.send(new TagResourceCommand({ SecretId, Tags }));
}

async function tagsOf(backend: RawBackend, name: string): Promise<Record<string, string>> {
  const { Tags = [] } = await backend.describe(name);
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

function many(count: number): { Key: string; Value: string }[] {
  return Array.from({ length: count }, (_, index) => ({ Key: `tag-${index}`, Value: "1" }));
}
