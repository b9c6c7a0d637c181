import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { GcpEmulator, LOCALHOST_CERTIFICATE } from "@keykist/emulators/gcp";
import { describe, expect, onTestFinished, test } from "vitest";
import { startUpProblems, type StartUp } from "../../../cli/test/flavors/start-up.ts";
import { makePlace } from "../../../cli/test/place.ts";

/** A manager that needs credentials, as Google's servers ask for them, of a machine that has none. */
async function served() {
  const { home } = await makePlace();
  const emulator = new GcpEmulator({ seed: 1, longestJump: 0 });
  const listener = await emulator.listenGrpc({ encrypted: true });
  onTestFinished(() => listener.close());
  return {
    flavor: "gcp",
    folder: fileURLToPath(new URL("../..", import.meta.url)),
    config: ["projectId=acme", `apiEndpoint=https://${listener.endpoint}:${listener.port}`],
    environment: {
      CLOUDSDK_CONFIG: home,
      METADATA_SERVER_DETECTION: "none",
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: LOCALHOST_CERTIFICATE,
    },
  };
}

async function fileOf(content: string): Promise<string> {
  const { folder } = await makePlace();
  const file = path.join(folder, "credentials.json");
  await writeFile(file, content);
  return file;
}

/** Credentials that are exchanged for a token by a service which answers so; where it is down, nobody listens. */
async function exchangedAt(
  answer: { readonly status: number; readonly body: string } | undefined,
): Promise<string> {
  const server = createServer((_request, response) => {
    const type = { "content-type": "application/json" };
    response.writeHead(answer?.status ?? 500, type).end(answer?.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  expect(port).toBeDefined();
  if (answer === undefined) server.close();
  else {
    onTestFinished(() => {
      server.close();
    });
  }
  const pools = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools";
  return fileOf(
    JSON.stringify({
      type: "external_account",
      audience: `${pools}/p/providers/q`,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `http://127.0.0.1:${port}/v1/token`,
      credential_source: { file: await fileOf("hunter2hunter2") },
    }),
  );
}

const denied = { exitCode: 7, code: "UNAUTHENTICATED" } as const;
const LOGIN = /gcloud auth application-default login/;
const VARIABLE = /GOOGLE_APPLICATION_CREDENTIALS/;

const rows: Readonly<Record<string, () => Promise<StartUp>>> = {
  "no credentials": async () => ({
    ...denied,
    says: /credentials/,
    next: LOGIN,
  }),
  "a file of credentials that is missing": async () => ({
    ...denied,
    environment: { GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/credentials.json" },
    says: VARIABLE,
    next: VARIABLE,
  }),
  "a file of credentials that is not JSON": async () => ({
    ...denied,
    environment: { GOOGLE_APPLICATION_CREDENTIALS: await fileOf("{ hunter2hunter2") },
    says: VARIABLE,
    next: VARIABLE,
  }),
  "a variable that is blank": async () => ({
    ...denied,
    environment: { GOOGLE_APPLICATION_CREDENTIALS: " " },
    says: VARIABLE,
    next: VARIABLE,
  }),
  "credentials that have expired": async () => ({
    ...denied,
    environment: {
      GOOGLE_APPLICATION_CREDENTIALS: await exchangedAt({
        status: 400,
        body: JSON.stringify({ error: "invalid_grant", error_description: "Bad Request" }),
      }),
    },
    says: /credentials/,
    next: LOGIN,
  }),
  "a token service that is down": async () => ({
    exitCode: 8,
    code: "UNAVAILABLE",
    environment: { GOOGLE_APPLICATION_CREDENTIALS: await exchangedAt(undefined) },
    says: /token/,
    next: /./,
  }),
  "no project": async () => ({
    exitCode: 6,
    code: "INVALID_CONFIG",
    config: [],
    environment: {
      GOOGLE_CLOUD_PROJECT: " ",
      GOOGLE_APPLICATION_CREDENTIALS: await exchangedAt(undefined),
    },
    says: /project/,
    next: /set projectId/,
  }),
};

describe("kist, with a GCP manager and", { timeout: 120_000 }, () => {
  test.each(Object.entries(rows))("%s", async (_what, row) => {
    expect(await startUpProblems(await served(), await row())).toEqual([]);
  });
});
