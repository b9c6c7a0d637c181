import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GcpEmulator, type InProcessClient, type Listener } from "../../src/gcp/index.ts";
import { clientLibrary } from "./client-library.ts";

const PARENT = "projects/acme";

type Method = Exclude<keyof InProcessClient, "close" | "crash">;

/** What both clients are: the answers are compared, not typed. */
type AnyClient = {
  readonly [Name in Method]: (
    request: Parameters<InProcessClient[Name]>[0],
    options?: { readonly autoPaginate: false },
  ) => Promise<unknown>;
};

/** One program against any client: what it is answered, and what fails. */
async function program(client: AnyClient): Promise<unknown[]> {
  const name = `${PARENT}/secrets/db`;
  const secret = { replication: { automatic: {} }, labels: { team: "a" } };
  const steps: readonly (() => Promise<unknown>)[] = [
    () => client.createSecret({ parent: PARENT, secretId: "db", secret }),
    () => client.createSecret({ parent: PARENT, secretId: "db", secret }),
    () => client.addSecretVersion({ parent: name, payload: { data: Buffer.from("one") } }),
    // Text is taken for base64, as protocol buffers do: "b25l" is "one".
    () => client.addSecretVersion({ parent: name, payload: { data: "b25l" } }),
    () => client.accessSecretVersion({ name: `${name}/versions/latest` }),
    () => client.accessSecretVersion({ name: `${name}/versions/7` }),
    () => client.getSecretVersion({ name: `${name}/versions/1` }),
    () => client.listSecrets({ parent: PARENT }, { autoPaginate: false }),
    () => client.listSecretVersions({ parent: name, pageSize: 1 }, { autoPaginate: false }),
    () => client.listSecretVersions({ parent: name }),
    () =>
      client.updateSecret({
        secret: { name, annotations: { a: "b" }, versionAliases: { stable: 1 } },
        updateMask: { paths: ["annotations", "version_aliases"] },
      }),
    () => client.disableSecretVersion({ name: `${name}/versions/1` }),
    () => client.accessSecretVersion({ name: `${name}/versions/stable` }),
    () => client.enableSecretVersion({ name: `${name}/versions/1`, etag: '"other"' }),
    () => client.destroySecretVersion({ name: `${name}/versions/1` }),
    () =>
      client.testIamPermissions({ resource: name, permissions: ["secretmanager.versions.add"] }),
    () => client.deleteSecret({ name }),
    () => client.getSecret({ name }),
  ];
  const outcomes: unknown[] = [];
  for (const step of steps) outcomes.push(await step().then(answered, failed));
  return outcomes;
}

/** Stands for any text of a form. */
function matching(form: RegExp): unknown {
  return expect.stringMatching(form);
}

function answered(outcome: unknown): unknown {
  // Two more parts follow, which are empty but for one page of a list.
  const parts: readonly unknown[] = Array.isArray(outcome) ? outcome : [outcome];
  const [answer, next, page] = parts;
  const isPage = page !== null && page !== undefined;
  return JSON.parse(JSON.stringify(isPage ? [answer, next, page] : [answer]));
}

function failed(error: unknown): unknown {
  if (!(error instanceof Error)) throw error;
  return [Reflect.get(error, "code"), Reflect.get(error, "details"), error.message];
}

describe("the client in the process", () => {
  it("answers and fails as Google's own does, over gRPC, to the last field", async () => {
    const emulator = new GcpEmulator({ seed: 1 });
    const listener = await emulator.listenGrpc();
    const library = clientLibrary(listener);
    try {
      const overGrpc = await program(library);
      expect(await program(new GcpEmulator({ seed: 1 }).client("first"))).toEqual(overGrpc);
    } finally {
      await library.close();
      await listener.close();
    }
  });

  it("fails once it is closed", async () => {
    const client = new GcpEmulator({ seed: 1 }).client("first");
    await client.close();
    await expect(client.listSecrets({ parent: PARENT })).rejects.toThrow("already been closed");
  });
});

describe("over gRPC", () => {
  it("a call of the service that is not modelled is UNIMPLEMENTED", async () => {
    const listener = await new GcpEmulator({ seed: 1 }).listenGrpc();
    const library = clientLibrary(listener);
    try {
      const call = library.getIamPolicy({ resource: `${PARENT}/secrets/db` });
      await expect(call).rejects.toMatchObject({ code: 12 });
    } finally {
      await library.close();
      await listener.close();
    }
  });

  it("all who come in at one listener can be one client, with what is denied to it", async () => {
    const emulator = new GcpEmulator({ seed: 1 });
    const listener = await emulator.listenGrpc({ client: "reader" });
    const library = clientLibrary(listener);
    try {
      emulator.deny(["secretmanager.secrets.list"], "reader");
      await expect(library.listSecrets({ parent: PARENT })).rejects.toMatchObject({ code: 7 });
      expect((await emulator.client("other").listSecrets({ parent: PARENT }))[0]).toEqual([]);
    } finally {
      await library.close();
      await listener.close();
    }
  });
});

describe("over REST", () => {
  let listener: Listener;

  beforeEach(async () => {
    listener = await new GcpEmulator({ seed: 1 }).listenRest();
  });

  afterEach(async () => {
    await listener.close();
  });

  const call = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly json: unknown }> => {
    const response = await fetch(`${listener.endpoint}/v1/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    return { status: response.status, json };
  };

  const secret = { replication: { automatic: {} }, labels: { team: "a" } };
  const number = matching(/^projects\/\d+\/secrets\/db/);

  it("creates, adds, accesses, in JSON of camel case", async () => {
    const created = await call("POST", `${PARENT}/secrets?secretId=db`, secret);
    expect(created).toMatchObject({
      status: 200,
      json: {
        name: number,
        labels: { team: "a" },
        replication: { automatic: {} },
        createTime: matching(/^2026-01-01T.*Z$/),
      },
    });
    const payload = { data: Buffer.from("one").toString("base64"), dataCrc32c: "714388201" };
    const added = await call("POST", `${PARENT}/secrets/db:addVersion`, { payload });
    expect(added.json).toMatchObject({ state: "ENABLED", clientSpecifiedPayloadChecksum: true });
    expect(await call("GET", `${PARENT}/secrets/db/versions/latest:access`)).toEqual({
      status: 200,
      json: { name: number, payload },
    });
  });

  it("updates what the mask names, in either case of letters", async () => {
    await call("POST", `${PARENT}/secrets?secretId=db`, secret);
    const path = `${PARENT}/secrets/db`;
    expect((await call("PATCH", path, { labels: {} })).status).toBe(400);
    await call("POST", `${path}:addVersion`, { payload: { data: "b25l" } });
    const body = { labels: {}, annotations: { a: "b" }, versionAliases: { stable: "1" } };
    for (const mask of ["annotations,version_aliases", "annotations,versionAliases"]) {
      const { json } = await call("PATCH", `${path}?updateMask=${mask}`, body);
      expect(json).toMatchObject({
        labels: { team: "a" },
        annotations: { a: "b" },
        versionAliases: { stable: "1" },
      });
    }
  });

  it("lists by filter and page", async () => {
    for (const id of ["a", "b", "c"])
      await call("POST", `${PARENT}/secrets?secretId=${id}`, secret);
    const filter = encodeURIComponent("labels.team=a AND NOT name:secrets/b");
    const query = `pageSize=1&filter=${filter}`;
    const first = await call("GET", `${PARENT}/secrets?${query}`);
    expect(first.json).toMatchObject({ secrets: [{ name: matching(/\/c$/) }] });
    const token: unknown = Reflect.get(Object(first.json), "nextPageToken");
    const second = await call("GET", `${PARENT}/secrets?${query}&pageToken=${String(token)}`);
    expect(second.json).toMatchObject({ secrets: [{ name: matching(/\/a$/) }] });
  });

  it("changes the state of a version, and deletes", async () => {
    const path = `${PARENT}/secrets/db`;
    await call("POST", `${PARENT}/secrets?secretId=db`, secret);
    await call("POST", `${path}:addVersion`, { payload: { data: "b25l" } });
    for (const [verb, state] of [
      ["disable", "DISABLED"],
      ["enable", "ENABLED"],
      ["destroy", "DESTROYED"],
    ])
      expect((await call("POST", `${path}/versions/1:${verb}`, {})).json).toMatchObject({ state });
    expect((await call("DELETE", `${path}?etag=%22other%22`)).status).toBe(400);
    expect(await call("DELETE", path)).toEqual({ status: 200, json: {} });
    expect((await call("GET", path)).status).toBe(404);
  });

  it.each([
    ["what is missing", "GET", `${PARENT}/secrets/none`, undefined, 404, "NOT_FOUND"],
    [
      "what is malformed",
      "POST",
      `${PARENT}/secrets?secretId=a.b`,
      secret,
      400,
      "INVALID_ARGUMENT",
    ],
    [
      "a field that there is not",
      "GET",
      `${PARENT}/secrets?colour=red`,
      undefined,
      400,
      "INVALID_ARGUMENT",
    ],
    ["an address that there is not", "GET", "projects", undefined, 404, "NOT_FOUND"],
    [
      "what is not modelled",
      "GET",
      `${PARENT}/secrets/db:getIamPolicy`,
      undefined,
      501,
      "UNIMPLEMENTED",
    ],
  ])("%s is an error of the service's form", async (_what, method, path, body, code, status) => {
    const answer = await call(method, path, body);
    expect(answer).toEqual({
      status: code,
      json: { error: { code, status, message: matching(/./) } },
    });
  });
});
