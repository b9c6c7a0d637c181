import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GcpEmulator, type Listener } from "@keykist/emulators/gcp";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Answer, googleServer, wellMachine } from "./google-servers.ts";
import { runProgram, type Seen } from "./run-program.ts";

/** Each program loads Google's client, which takes seconds on a machine that does other things. */
const TIMEOUT = 60_000;

let folder: string;
let secretManager: Listener;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "keykist-credentials-"));
  const emulator = new GcpEmulator({ seed: 1, longestJump: 0 });
  secretManager = await emulator.listenGrpc({ encrypted: true });
});
afterAll(async () => {
  await secretManager.close();
  await rm(folder, { recursive: true });
});

const endpoint = () => `https://${secretManager.endpoint}:${secretManager.port}`;

async function credentialsFile(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

/** A machine of Google's, whose metadata server answers so. */
async function machine(answer: Answer) {
  const server = await googleServer(answer);
  onTestFinished(() => server.close());
  const environment = { METADATA_SERVER_DETECTION: "", GCE_METADATA_HOST: server.host };
  return { server, environment };
}

/** A file of credentials whose tokens a service at loopback gives. */
async function exchanged(name: string, answer: Answer) {
  const server = await googleServer(answer);
  onTestFinished(() => server.close());
  const credentials = {
    type: "external_account",
    audience:
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `http://${server.host}/v1/token`,
    credential_source: { file: await credentialsFile(`${name}.token`, "tulip") },
  };
  const file = await credentialsFile(`${name}.json`, JSON.stringify(credentials));
  return { server, environment: { GOOGLE_APPLICATION_CREDENTIALS: file } };
}

/** Nothing escaped: the program caught one error, closed its manager, and ended by itself. */
function expectCaught(
  { seen, exitCode, stderr }: Awaited<ReturnType<typeof runProgram>>,
  expected: object,
): void {
  expect({ seen, exitCode, stderr }).toMatchObject({
    seen: [{ outcome: "not_applied", ...expected }, { open: [] }, { ended: true }],
    exitCode: 0,
    stderr: "",
  });
  expect(JSON.stringify(seen)).not.toContain("tulip");
}

describe("credentials that cannot be loaded", { timeout: TIMEOUT }, () => {
  const login = expect.stringContaining("gcloud auth application-default login") as unknown;

  it("none", async () => {
    const ended = await runProgram({ project: "acme" });
    expectCaught(ended, { code: "UNAUTHENTICATED", hint: login, retry: "never" });
    expect(ended.seen[0]?.["message"]).toContain("no credentials were found");
  });

  it.each([
    ["a file that is missing", undefined, "does not exist"],
    ["a file that is empty", "", "is not valid JSON"],
    ["a file that is not JSON", "tulip {", "is not valid JSON"],
    ["a key without its address", '{"type":"service_account"}', "has no field client_email"],
    ["a login without its token", '{"type":"authorized_user"}', "has no field client_id"],
    ["a file of nonsense", '{"type":"external_account"}', "has no valid content"],
  ])("%s", async (name, content, words) => {
    const file = path.join(folder, `${name}.json`);
    if (content !== undefined) await writeFile(file, content);
    const ended = await runProgram({
      project: "acme",
      environment: { GOOGLE_APPLICATION_CREDENTIALS: file },
    });
    expectCaught(ended, { code: "UNAUTHENTICATED" });
    expect(ended.seen[0]?.["message"]).toContain(words);
    expect(ended.seen[0]?.["message"]).toContain("GOOGLE_APPLICATION_CREDENTIALS");
  });

  it("a variable that is blank", async () => {
    const ended = await runProgram({
      project: "acme",
      environment: { GOOGLE_APPLICATION_CREDENTIALS: "  " },
    });
    expectCaught(ended, { code: "UNAUTHENTICATED" });
    expect(ended.seen[0]?.["message"]).toContain("is set, but blank");
  });

  it("a metadata server that does not know the machine", async () => {
    const { environment } = await machine(() => undefined);
    const ended = await runProgram({ project: "acme", environment });
    expectCaught(ended, { code: "UNAUTHENTICATED" });
    expect(ended.seen[0]?.["message"]).toContain("no credentials were found");
  });
});

describe("a project that is not known", { timeout: TIMEOUT }, () => {
  it.each([
    ["of credentials that name none", {}, "name no project"],
    ["of a variable that is blank", { GOOGLE_CLOUD_PROJECT: "  " }, "GOOGLE_CLOUD_PROJECT"],
  ])("%s", async (_what, variables, words) => {
    const { environment } = await machine((url) =>
      url.includes("project-id") ? undefined : wellMachine(url),
    );
    const ended = await runProgram({ environment: { ...environment, ...variables } });
    const hint = expect.stringContaining("set projectId") as unknown;
    expectCaught(ended, { code: "INVALID_CONFIG", hint });
    expect(ended.seen[0]?.["message"]).toContain(words);
  });
});

describe("tokens that are not given", { timeout: TIMEOUT }, () => {
  it("for credentials that have expired", async () => {
    const { environment } = await exchanged("expired", () => ({
      status: 400,
      body: JSON.stringify({ error: "invalid_grant", error_description: "Bad Request" }),
    }));
    const hint = expect.stringContaining("application-default login") as unknown;
    expectCaught(await runProgram({ project: "acme", endpoint: endpoint(), environment }), {
      code: "UNAUTHENTICATED",
      hint,
    });
  });

  it("since the clock is off by 20 minutes", async () => {
    const description =
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.";
    const { environment } = await exchanged("clock", () => ({
      status: 400,
      body: JSON.stringify({ error: "invalid_grant", error_description: description }),
    }));
    const hint = expect.stringContaining("set this machine's clock") as unknown;
    expectCaught(await runProgram({ project: "acme", endpoint: endpoint(), environment }), {
      code: "UNAUTHENTICATED",
      hint,
    });
  });

  it.each([
    ["down", (): undefined => undefined],
    ["not ready", () => ({ status: 503, body: "busy" })],
  ])("since the token service is %s", async (name, answer) => {
    const { server, environment } = await exchanged(name, answer);
    if (name === "down") await server.close();
    const ended = await runProgram({ project: "acme", endpoint: endpoint(), environment });
    expectCaught(ended, { code: "UNAVAILABLE", retry: "safe" });
    expect(ended.seen[0]?.["message"]).toContain("token");
  });

  it("since a proxy answers in place of the token service", async () => {
    const { environment } = await exchanged("proxy", () => ({
      status: 403,
      body: "<html>tulip</html>",
    }));
    expectCaught(await runProgram({ project: "acme", endpoint: endpoint(), environment }), {
      code: "UNAVAILABLE",
      hint: expect.stringContaining("a proxy") as unknown,
    });
  });
});

describe("credentials that come later", { timeout: TIMEOUT }, () => {
  it.each([
    ["from a metadata server that is up two seconds later", (): undefined => undefined],
    ["from a metadata server that is silent for two seconds", () => "silence" as const],
    ["from a metadata server that gives no token for two seconds", noToken],
  ])("%s are used by the same manager", async (_what, before) => {
    const { server, environment } = await machine(before);
    const ended = await runProgram({
      project: "acme",
      endpoint: endpoint(),
      environment,
      again: 2000,
      onLine: () => {
        server.answer = wellMachine;
      },
    });
    // Google's library warns of a server that is silent, by Node's own means.
    expect(ended.stderr).toMatch(/^$|^\(node:\d+\) MetadataLookupWarning/u);
    expect(ended.exitCode).toBe(0);
    const [first, second, ...rest] = ended.seen;
    expect(first?.["code"]).toEqual(expect.any(String));
    // Closing the manager has closed its connections.
    expect(rest).toEqual([{ open: [] }, { ended: true }]);
    // The second test finds what the first has registered.
    expect(second?.["registered"] === true || second?.["code"] === "SECRET_EXISTS").toBe(true);
  });
});

const noToken: Answer = (url) =>
  url.includes("/token") ? { status: 500, body: "busy" } : wellMachine(url);

describe("a program that never closes its manager", { timeout: TIMEOUT }, () => {
  it.each([
    ["after a failed start", false],
    ["after it has written", true],
  ])("ends by itself %s", async (_what, isWell) => {
    const environment = isWell ? (await machine(wellMachine)).environment : {};
    const { seen, exitCode } = await runProgram({
      project: "acme",
      endpoint: endpoint(),
      environment,
      close: false,
    });
    expect(exitCode).toBe(0);
    expect(seen.at(-1)).toEqual<Seen>({ ended: true });
  });
});
