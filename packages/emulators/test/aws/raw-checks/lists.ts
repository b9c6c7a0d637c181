import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ending, type RawBackend, type RawCheck } from "./raw-check.ts";

const NEGATION =
  "You can prefix your search value with an exclamation mark (!) in order to perform negation filters.";

export const listChecks: readonly RawCheck[] = [
  {
    id: "list-name",
    title: "names are found by how they begin, in their case",
    sentence: "name: Prefix match, case-sensitive.",
    expected: { prefix: ["App-one", "App-two"], otherCase: ["app-one"], middle: [] },
    run: async (backend) => {
      const below = await secrets(backend, ["App-one", "App-two", "app-one", "Other"]);
      const find = (text: string): Promise<string[]> =>
        backend.find(below, { Key: "name", Values: [`${below}/${text}`] });
      return {
        prefix: await find("App"),
        otherCase: await find("app"),
        middle: await backend.find(below, { Key: "name", Values: ["-one"] }),
      };
    },
  },
  {
    id: "list-description",
    title: "descriptions are found by how they begin, in any case",
    sentence: "description: Prefix match, not case-sensitive.",
    expected: { anyCase: ["one"], middle: [] },
    run: async (backend) => {
      const below = backend.newName();
      await backend.secret({ Name: `${below}/one`, Description: "Database of the shop" });
      await backend.secret({ Name: `${below}/two`, Description: "A database" });
      const find = (text: string): Promise<string[]> =>
        backend.find(below, { Key: "description", Values: [text] });
      return { anyCase: await find("dataBASE"), middle: await find("tabase") };
    },
  },
  {
    id: "list-tag-key",
    title: "keys of tags are found by how they begin, in their case",
    sentence: "tag-key: Prefix match, case-sensitive.",
    expected: { prefix: ["one", "two"], otherCase: [] },
    run: async (backend) => {
      const below = await tagged(backend);
      const find = (text: string): Promise<string[]> =>
        backend.find(below, { Key: "tag-key", Values: [text] });
      return { prefix: await find("Sta"), otherCase: await find("sta") };
    },
  },
  {
    id: "list-tag-value",
    title: "values of tags are found by how they begin, in their case",
    sentence: "tag-value: Prefix match, case-sensitive.",
    expected: { prefix: ["one"], otherCase: [] },
    run: async (backend) => {
      const below = await tagged(backend);
      const find = (text: string): Promise<string[]> =>
        backend.find(below, { Key: "tag-value", Values: [text] });
      return { prefix: await find("Prod"), otherCase: await find("prod") };
    },
  },
  {
    id: "list-tags-unpaired",
    title: "a key and a value of two tags are found as if they were one",
    sentence: "tag-value: Prefix match, case-sensitive.",
    expected: ["two"],
    run: async (backend) => {
      const below = await tagged(backend);
      return backend.find(
        below,
        { Key: "tag-key", Values: ["Stage"] },
        { Key: "tag-value", Values: ["blue"] },
      );
    },
  },
  {
    id: "list-not-name",
    title: "names are left out by how they begin",
    sentence: NEGATION,
    expected: ["two"],
    run: async (backend) => {
      const below = await secrets(backend, ["one", "other", "two"]);
      return backend.find(below, { Key: "name", Values: [`!${below}/o`] });
    },
  },
  {
    id: "list-not-tag",
    title: "secrets are left out by any of their tags",
    sentence: NEGATION,
    expected: ["bare"],
    run: async (backend) => {
      const below = await tagged(backend);
      return backend.find(below, { Key: "tag-key", Values: ["!Stage"] });
    },
  },
  {
    id: "list-or-and",
    title: "one of the values has to be found, by each of the filters",
    sentence: "The filters to apply to the list of secrets.",
    expected: { values: ["one", "two"], filters: ["one"] },
    run: async (backend) => {
      const below = await tagged(backend);
      const names = { Key: "name" as const, Values: [`${below}/one`, `${below}/two`] };
      return {
        values: await backend.find(below, names),
        filters: await backend.find(below, names, { Key: "tag-value", Values: ["Prod"] }),
      };
    },
  },
  {
    id: "list-all",
    title: "words are looked for everywhere, in any case",
    sentence:
      "all: Breaks the filter value string into words and then searches all attributes for matches. Not case-sensitive.",
    expected: { description: ["described"], tag: ["tagged"], name: ["Quagga"] },
    run: async (backend) => {
      const below = backend.newName();
      await backend.secret({ Name: `${below}/described`, Description: "Lion of the shop" });
      await backend.secret({ Name: `${below}/tagged`, Tags: [{ Key: "Tiger", Value: "1" }] });
      await backend.secret({ Name: `${below}/Quagga` });
      const find = (text: string): Promise<string[]> =>
        backend.find(below, { Key: "all", Values: [text] });
      return {
        description: await find("lion"),
        tag: await find("tiger"),
        name: await find("quagga"),
      };
    },
  },
  {
    id: "list-pages",
    title: "all pages together have each secret once",
    sentence: "To get the next results, call ListSecrets again with this value.",
    expected: ["s1", "s2", "s3", "s4", "s5"],
    run: async (backend) => {
      const below = await secrets(backend, ["s1", "s2", "s3", "s4", "s5"]);
      return (await backend.list(below, { MaxResults: 2 })).toSorted();
    },
  },
  {
    id: "list-pages-changed",
    title: "what is deleted between two pages hides nothing else",
    sentence:
      "A token that indicates where the output should continue from, if a previous call did not show all results.",
    expected: [],
    run: async (backend) => {
      const below = await secrets(backend, ["s1", "s2", "s3", "s4"]);
      const Filters = [{ Key: "name" as const, Values: [`${below}/`] }];
      const page = async (token?: string): Promise<[string[], string | undefined]> => {
        const input = { Filters, MaxResults: 2, ...(token !== undefined && { NextToken: token }) };
        const answer = await backend.client.send(new ListSecretsCommand(input));
        return [(answer.SecretList ?? []).map(({ Name = "" }) => Name), answer.NextToken];
      };
      const [first, next] = await page();
      const [gone = ""] = first;
      await backend.delete(gone);
      const [second] = await page(next);
      const seen = new Set([...first, ...second].map((name) => name.slice(below.length + 1)));
      return ["s1", "s2", "s3", "s4"].filter((name) => !seen.has(name));
    },
  },
  {
    id: "list-page-size",
    title: "a page has 100 secrets at most",
    sentence: "Valid Range: Minimum value of 1. Maximum value of 100.",
    page: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html",
    expected: ["ok", "ValidationException", "ValidationException"],
    run: async ({ client }) => {
      const answers: string[] = [];
      for (const MaxResults of [100, 101, 0])
        answers.push(await ending(client.send(new ListSecretsCommand({ MaxResults }))));
      return answers;
    },
  },
  {
    id: "list-token-invalid",
    title: "a token that nobody gave is refused",
    sentence: "The NextToken value is invalid.",
    expected: "InvalidNextTokenException",
    run: async ({ client }) =>
      ending(client.send(new ListSecretsCommand({ NextToken: "no-such-token" }))),
  },
  {
    id: "list-order",
    title: "secrets are listed in the order in which they were made, or the other way around",
    sentence: "Secrets are listed by CreatedDate.",
    expected: { asc: ["c", "a", "b"], desc: ["b", "a", "c"] },
    run: async (backend) => {
      const below = await secrets(backend, ["c", "a", "b"]);
      return {
        asc: await backend.list(below, { SortOrder: "asc" }),
        desc: await backend.list(below, { SortOrder: "desc" }),
      };
    },
  },
  {
    id: "list-order-name",
    title: "secrets are listed in the order of their names",
    sentence: "If not specified, secrets are listed by CreatedDate.",
    expected: ["a", "b", "c"],
    run: async (backend) => {
      const below = await secrets(backend, ["c", "a", "b"]);
      return backend.list(below, { SortBy: "name", SortOrder: "asc" });
    },
  },
  {
    id: "list-stages",
    title: "a list has the labels, but no value",
    sentence:
      "A list of all of the currently assigned SecretVersionStage staging labels and the SecretVersionId attached to each one.",
    expected: { stages: [["AWSPREVIOUS"], ["AWSCURRENT"]], value: false },
    run: async (backend) => {
      const name = await backend.secretWith("a", "b");
      const Filters = [{ Key: "name" as const, Values: [name] }];
      const { SecretList: [secret] = [] } = await backend.client.send(
        new ListSecretsCommand({ Filters }),
      );
      const stages = Object.entries(secret?.SecretVersionsToStages ?? {}).toSorted(([a], [b]) =>
        a < b ? -1 : 1,
      );
      return {
        stages: stages.map(([, labels]) => labels),
        value: secret !== undefined && "SecretString" in secret,
      };
    },
  },
];

/** Secrets below a name that nothing has, which it answers. */
async function secrets(backend: RawBackend, names: readonly string[]): Promise<string> {
  const below = backend.newName();
  for (const name of names) await backend.secret({ Name: `${below}/${name}` });
  return below;
}

/** `one` in Production, `two` in Test and blue, and one without a tag. */
async function tagged(backend: RawBackend): Promise<string> {
  const below = await secrets(backend, ["bare"]);
  await backend.secret({ Name: `${below}/one`, Tags: [{ Key: "Stage", Value: "Production" }] });
  await backend.secret({
    Name: `${below}/two`,
    Tags: [
      { Key: "Stage", Value: "Test" },
      { Key: "colour", Value: "blue" },
    ],
  });
  return below;
}
