import {
  CreateSecretCommand,
  DeleteSecretCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, onTestFinished, test } from "vitest";
import { makeServedManager } from "../../../cli/test/flavors/served-flavor.ts";
import { kist, succeed } from "../../../cli/test/kist.ts";
import { servedEmulator } from "../served-emulator.ts";
import { servedAws } from "./served-aws.ts";

test("hints lead from a secret of others that was deleted to one that is keykist's", async () => {
  const server = await servedEmulator({ seed: 1 });
  onTestFinished(server.close);
  const { client, endpoint } = server;
  const place = await makeServedManager(servedAws(endpoint));
  await client.send(new CreateSecretCommand({ Name: "db", SecretString: '{"k":"tulip"}' }));
  await client.send(new DeleteSecretCommand({ SecretId: "db" }));
  const refusedWith = async (...words: string[]): Promise<string> => {
    const { exitCode, stderr } = await kist(place, words);
    expect(exitCode).not.toBe(0);
    return stderr;
  };

  const restore =
    /restore it with `aws secretsmanager restore-secret`; then take it over with kist adopt db --schema TYPE/;
  expect(await refusedWith("register", "db", "--values", "{}")).toMatch(restore);
  // Whoever tries it all the same is told the same way out.
  expect(await refusedWith("undelete", "db")).toMatch(
    /restore it with .*; then take it over with kist adopt db --schema TYPE/,
  );
  expect(await refusedWith("adopt", "db", "--schema", "arbitrary")).toMatch(/no such secret/);

  await client.send(new RestoreSecretCommand({ SecretId: "db" }));
  expect(await refusedWith("update", "db", "k=rose")).toContain("kist adopt db --schema TYPE");
  await succeed(place, ["adopt", "db", "--schema", "arbitrary"]);
  await succeed(place, ["update", "db", "--values", '{"k":"rose"}']);
  await succeed(place, ["delete", "db", "--yes"]);

  expect(
    await refusedWith(
      "register",
      "db",
      "--schema",
      "basic_auth",
      "--values",
      '{"username":"lavender","password":"marigold"}',
    ),
  ).toContain("bring it back with kist undelete db");
  await succeed(place, ["undelete", "db"]);
  expect(await succeed(place, ["get", "db", "k"])).toBe("rose");
});
