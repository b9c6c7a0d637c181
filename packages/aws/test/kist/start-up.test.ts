import { createServer } from "node:http";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startUpProblems, type StartUp } from "../../../cli/test/flavors/start-up.ts";
import { makePlace } from "../../../cli/test/place.ts";
import { servedEmulator } from "../served-emulator.ts";
import { REGION } from "../test-credentials.ts";
import { servedAws } from "./served-aws.ts";

/** Where nobody listens: port 1 needs rights that no test has. */
const NOWHERE = "http://127.0.0.1:1";

const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
const LOGIN = /no AWS credentials were found; log in with `aws sso login`/;

const rows: Readonly<Record<string, StartUp>> = {
  "no credentials": { environment: nobody, exitCode: 7, code: "UNAUTHENTICATED", says: LOGIN },
  "a web identity token file that is missing": {
    environment: {
      ...nobody,
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/app",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere/token",
    },
    exitCode: 7,
    code: "UNAUTHENTICATED",
    says: /AWS_WEB_IDENTITY_TOKEN_FILE/,
  },
  "a profile that does not exist": {
    environment: { ...nobody, AWS_PROFILE: "nobody" },
    exitCode: 7,
    code: "UNAUTHENTICATED",
    says: /profile/,
  },
  "a service of credentials that is down": {
    environment: { ...nobody, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${NOWHERE}/creds` },
    exitCode: 8,
    code: "UNAVAILABLE",
    says: /the service that gives the AWS credentials cannot be reached/,
  },
  "a region that is blank": {
    config: [`endpoint=${NOWHERE}`],
    environment: { AWS_REGION: " " },
    exitCode: 6,
    code: "INVALID_CONFIG",
    says: /region/i,
  },
  "a region with a blank": {
    config: [`endpoint=${NOWHERE}`],
    environment: { AWS_REGION: "us-east-1 " },
    exitCode: 6,
    code: "INVALID_CONFIG",
    says: /region/i,
  },
  "no region": {
    config: [`endpoint=${NOWHERE}`],
    environment: { AWS_REGION: undefined },
    exitCode: 6,
    code: "INVALID_CONFIG",
    says: /no AWS region is set; set region/,
  },
  "a server that is down": {
    config: [`region=${REGION}`, `endpoint=${NOWHERE}`],
    exitCode: 8,
    code: "UNAVAILABLE",
    says: /the connection to AWS failed; look at the network/,
  },
};

describe("kist, with an AWS manager and", { timeout: 120_000 }, () => {
  test.each(Object.entries(rows))("%s", async (_what, row) => {
    const served = servedAws(NOWHERE);
    expect(await startUpProblems(served, row)).toEqual([]);
  });

  test("credentials that AWS does not accept", async () => {
    const server = await servedEmulator({ seed: 1 });
    onTestFinished(server.close);
    const problems = await startUpProblems(servedAws(server.endpoint), {
      environment: { AWS_SECRET_ACCESS_KEY: "wrong" },
      exitCode: 7,
      code: "UNAUTHENTICATED",
      says: /AWS does not accept the credentials; see whose they are/,
    });
    expect(problems).toEqual([]);
  });

  test("a file of credentials that is none", async () => {
    const { folder } = await makePlace();
    const file = path.join(folder, "credentials");
    await writeFile(file, "{ hunter2hunter2");
    const problems = await startUpProblems(servedAws(NOWHERE), {
      environment: { ...nobody, AWS_SHARED_CREDENTIALS_FILE: file },
      exitCode: 7,
      code: "UNAUTHENTICATED",
      says: LOGIN,
    });
    expect(problems).toEqual([]);
  });

  test("a proxy's page in place of AWS", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(403, { "content-type": "text/html" }).end("<html>hunter2hunter2</html>");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    expect(port).toBeDefined();
    const problems = await startUpProblems(servedAws(`http://127.0.0.1:${port}`), {
      exitCode: 8,
      code: "UNAVAILABLE",
      says: /something else than AWS answered/,
    });
    expect(problems).toEqual([]);
  });
});
