import { createServer } from "node:http";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { AwsEmulator } from "@keykist/emulators/aws";
import { describe, expect, onTestFinished, test } from "vitest";
import { startUpProblems, type StartUp } from "../../../cli/test/flavors/start-up.ts";
import { makePlace } from "../../../cli/test/place.ts";
import { REGION, TEST_CREDENTIALS } from "../test-credentials.ts";
import { servedAws } from "./served-aws.ts";

/** Where nobody listens: port 1 needs rights that no test has. */
const NOWHERE = "http://127.0.0.1:1";

const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
const role = { ...nobody, AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/app" };

const none = {
  exitCode: 7,
  code: "UNAUTHENTICATED",
  says: /no AWS credentials were found/,
  next: /log in with `aws sso login`/,
};
const noRegion = { exitCode: 6, code: "INVALID_CONFIG", config: [`endpoint=${NOWHERE}`] };

const rows: Readonly<Record<string, StartUp>> = {
  "no credentials": { ...none, environment: nobody },
  "a profile that does not exist": {
    ...none,
    environment: { ...nobody, AWS_PROFILE: "nobody" },
    says: /the AWS profile is not complete, or does not exist|no AWS credentials were found/,
    next: /check AWS_PROFILE|log in with/,
  },
  "a web identity token file that is missing": {
    environment: { ...role, AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere/token" },
    exitCode: 7,
    code: "UNAUTHENTICATED",
    says: /a file for the AWS credentials is missing/,
    next: /check AWS_WEB_IDENTITY_TOKEN_FILE/,
  },
  "a token service that is down": {
    environment: {
      ...role,
      AWS_WEB_IDENTITY_TOKEN_FILE: import.meta.filename,
      AWS_ENDPOINT_URL_STS: NOWHERE,
      AWS_REGION: REGION,
    },
    exitCode: 8,
    code: "UNAVAILABLE",
    says: /the service for AWS credentials cannot be reached/,
    next: /check the network, and try again; --verbose shows the SDK's words/,
  },
  "no region": { ...noRegion, says: /no AWS region is set/, next: /set region in/ },
  "a region that is blank": {
    ...noRegion,
    environment: { AWS_REGION: " " },
    says: /region/i,
    next: /AWS_REGION/,
  },
  "a region with a blank": {
    ...noRegion,
    environment: { AWS_REGION: "us-east-1 " },
    says: /the AWS region is not valid/,
    next: /AWS_REGION/,
  },
  "a server that is down": {
    exitCode: 8,
    code: "UNAVAILABLE",
    says: /the connection to AWS failed/,
    next: /check the network/,
  },
};

describe("kist, with an AWS manager and", { timeout: 120_000 }, () => {
  test.each(Object.entries(rows))("%s", async (_what, row) => {
    const served = servedAws(NOWHERE);
    expect(await startUpProblems(served, row)).toEqual([]);
  });

  test("credentials that AWS does not accept", async () => {
    const emulator = new AwsEmulator({ region: REGION, credentials: [TEST_CREDENTIALS] });
    const { endpoint, close } = await emulator.listen();
    onTestFinished(close);
    const problems = await startUpProblems(servedAws(endpoint), {
      environment: { AWS_SECRET_ACCESS_KEY: "wrong" },
      exitCode: 7,
      code: "UNAUTHENTICATED",
      says: /AWS does not accept the credentials/,
      next: /check whose they are/,
    });
    expect(problems).toEqual([]);
  });

  test("a file of credentials that is none", async () => {
    const { folder } = await makePlace();
    const file = path.join(folder, "credentials");
    await writeFile(file, "{ hunter2hunter2");
    const problems = await startUpProblems(servedAws(NOWHERE), {
      ...none,
      environment: { ...nobody, AWS_SHARED_CREDENTIALS_FILE: file },
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
      says: /something other than AWS answered/,
      next: /check HTTPS_PROXY/,
    });
    expect(problems).toEqual([]);
  });
});
