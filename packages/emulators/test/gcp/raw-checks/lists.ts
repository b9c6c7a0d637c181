import assert from "node:assert/strict";
import { type RawBackend, type RawCheck, refused, withoutProject } from "./raw-check.ts";

const FILTER = "adhering to the rules in List-operation filtering";

/** Four secrets whose labels differ; answers how their ids begin. */
async function labelled(backend: RawBackend): Promise<string> {
  const prefix = backend.newId();
  const labels: readonly Record<string, string>[] = [
    { env: "production", team: "a" },
    { env: "production", team: "b" },
    { env: "staging", team: "a" },
    { team: "c" },
  ];
  for (const [index, each] of labels.entries())
    await backend.secret({ labels: each }, `${prefix}-s${index + 1}`);
  return prefix;
}

function finds(id: string, filter: string, expected: readonly string[]): RawCheck {
  return {
    id,
    title: `the filter ${filter} finds ${expected.join(", ") || "none"}`,
    sentence: FILTER,
    run: async (backend) => {
      assert.deepEqual(await backend.find(await labelled(backend), filter), expected);
    },
  };
}

/** Lists: their order, their pages, their filters. */
export const listChecks: readonly RawCheck[] = [
  {
    id: "secrets-newest-first",
    title: "secrets are listed newest first",
    sentence: "sorted in reverse by create_time (newest first).",
    run: async (backend) => {
      const prefix = backend.newId();
      const ids = ["c", "a", "b"].map((letter) => `${prefix}-${letter}`);
      for (const id of ids) await backend.secret({}, id);
      const [secrets] = await backend.client.listSecrets({ parent: backend.parent });
      const listed = secrets
        .map(({ name }) => (name ?? "").split("/").at(-1) ?? "")
        .filter((id) => id.startsWith(`${prefix}-`));
      assert.deepEqual(listed, ids.toReversed());
    },
  },
  {
    id: "secrets-by-page",
    title: "pages show each secret once, and end",
    sentence: "A token to retrieve the next page of results.",
    run: async (backend) => {
      for (let count = 0; count < 5; count += 1) await backend.secret();
      const names: string[] = [];
      let pageToken = "";
      for (let pages = 0; pages < 200; pages += 1) {
        const [secrets, next] = await backend.client.listSecrets(
          { parent: backend.parent, pageSize: 3, pageToken },
          { autoPaginate: false },
        );
        assert.ok(secrets.length <= 3, "a page has as many as were asked for");
        names.push(...secrets.map(({ name }) => name ?? ""));
        pageToken = next?.pageToken ?? "";
        if (pageToken === "") break;
      }
      const [all] = await backend.client.listSecrets({ parent: backend.parent });
      assert.deepEqual(
        names,
        all.map(({ name }) => name),
      );
    },
  },
  {
    id: "total-size",
    title: "the total is told without a filter, and is 0 with one",
    sentence: "The total number of Secrets but 0 when the filter field is set.",
    run: async (backend) => {
      await backend.secret({ labels: { a: "1" } });
      await backend.secret({ labels: { a: "1" } });
      const { parent, client } = backend;
      const [, , all] = await client.listSecrets({ parent, pageSize: 1 }, { autoPaginate: false });
      assert.ok((all.totalSize ?? 0) >= 2);
      const [secrets, , filtered] = await client.listSecrets(
        { parent, filter: "labels.a=1" },
        { autoPaginate: false },
      );
      assert.ok(secrets.length >= 2);
      assert.equal(filtered.totalSize, 0);
    },
  },
  {
    id: "page-token-of-another",
    title: "a page token that the service did not give is refused",
    sentence: "Pagination token, returned earlier via ListSecretsResponse.next_page_token.",
    run: async (backend) => {
      const { parent, client } = backend;
      const list = client.listSecrets({ parent, pageToken: "no token" }, { autoPaginate: false });
      await refused(list, "INVALID_ARGUMENT");
    },
  },
  {
    id: "parents-are-apart",
    title: "a list shows the secrets of its project only",
    sentence: "The resource name of the project associated with the Secrets",
    run: async (backend) => {
      await backend.secret();
      const [secrets] = await backend.client.listSecrets({ parent: "projects/raw-checks-other" });
      assert.deepEqual(secrets, []);
    },
  },
  {
    id: "list-has-no-data",
    title: "a list of versions shows no payload",
    sentence: "This call does not return secret data.",
    run: async (backend) => {
      const parent = await backend.secretWith("payload-of-the-check");
      const [versions] = await backend.client.listSecretVersions({ parent });
      assert.equal(versions.length, 1);
      assert.doesNotMatch(JSON.stringify(versions), /payload-of-the-check/);
    },
  },
  {
    id: "versions-newest-first",
    title: "versions are listed newest first, also past the tenth",
    sentence: "sorted in reverse by create_time (newest first).",
    run: async (backend) => {
      const numbers = Array.from({ length: 12 }, (_, index) => String(index + 1));
      const parent = await backend.secretWith(...numbers);
      const [versions] = await backend.client.listSecretVersions({ parent });
      assert.deepEqual(
        versions.map(({ name }) => withoutProject(name).split("/versions/")[1]),
        numbers.toReversed(),
      );
    },
  },
  {
    id: "versions-of-missing",
    title: "the versions of a secret that is not there are not an empty list",
    sentence: "(in our words) What is missing is NOT_FOUND.",
    run: async (backend) => {
      const list = backend.client.listSecretVersions({ parent: backend.newName() });
      await refused(list, "NOT_FOUND");
    },
  },
  {
    id: "versions-by-state",
    title: "the filter state:ENABLED finds the versions that can be read",
    sentence: "List only secret versions matching the filter.",
    run: async (backend) => {
      const parent = await backend.secretWith("one", "two", "three");
      await backend.client.disableSecretVersion({ name: `${parent}/versions/2` });
      const [versions] = await backend.client.listSecretVersions({
        parent,
        filter: "state:ENABLED",
      });
      assert.deepEqual(
        versions.map(({ name }) => name?.split("/").at(-1)),
        ["3", "1"],
      );
    },
  },
  finds("filter-label", "labels.env=production", ["s1", "s2"]),
  finds("filter-label-exists", "labels.env:*", ["s1", "s2", "s3"]),
  finds("filter-and", "labels.env=production AND labels.team=a", ["s1"]),
  finds("filter-or", "labels.team=b OR labels.team=c", ["s2", "s4"]),
  finds("filter-not", "NOT labels.env=production", ["s3", "s4"]),
  finds("filter-not-exists", "NOT labels.env:*", ["s4"]),
  finds("filter-parentheses", "labels.team=a AND (labels.env=staging OR labels.env=production)", [
    "s1",
    "s3",
  ]),
  finds("filter-parentheses-first", "(labels.team=b AND labels.env=production) OR labels.team=c", [
    "s2",
    "s4",
  ]),
  finds("filter-name", "name:-s3", ["s3"]),
  finds("filter-created-after", "create_time>2001-01-01T00:00:00Z", ["s1", "s2", "s3", "s4"]),
  finds("filter-created-before", "create_time<2001-01-01T00:00:00Z", []),
  {
    id: "filter-no-regex",
    title: "a filter with a regular expression is refused",
    sentence: "Regex is not supported in the API.",
    run: async (backend) => {
      const list = backend.client.listSecrets({ parent: backend.parent, filter: 'name ~ "a.*"' });
      await refused(list, "INVALID_ARGUMENT");
    },
  },
  {
    id: "filter-malformed",
    title: "a filter that is none is refused",
    sentence: FILTER,
    run: async (backend) => {
      for (const filter of ["labels.a=", "AND", "(labels.a=1", "labels.a=1)", "NOT"])
        await refused(
          backend.client.listSecrets({ parent: backend.parent, filter }),
          "INVALID_ARGUMENT",
        );
    },
  },
];
