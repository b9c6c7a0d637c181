import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { findRuntime } from "@keykist/emulators/peers";
import { describe, expect, it } from "vitest";
import { kist, makeStore } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { type Ended, kistUnder } from "./kist-under.ts";

const found = { bun: findRuntime("bun"), deno: findRuntime("deno") };

describe.each(["bun", "deno"] as const)("kist under %s", (name) => {
  const runtime = found[name];

  it.skipIf(runtime === undefined)("prints its version", async () => {
    const place = await makePlace();
    expect(await under(place, ["--version"])).toEqual(await underNode(place, ["--version"]));
  });

  it.skipIf(runtime === undefined)(
    "registers, gets, lists and deletes, as under Node",
    async () => {
      const place = await makePlace();
      await makeStore(place, { old: { password: "tulip" } });
      expect(await under(place, ["get", "old", "password"])).toEqual(said("tulip"));
      expect(await under(place, ["register", "db", "password=-"], "rose")).toMatchObject({
        exitCode: 0,
        stderr: "",
      });
      expect(await underNode(place, ["get", "db", "password"])).toEqual(said("rose"));
      const listed = await under(place, ["list"]);
      expect(listed).toMatchObject({ exitCode: 0, stderr: "" });
      expect(listed).toEqual(await underNode(place, ["list"]));
      expect(await under(place, ["delete", "db", "--yes"])).toMatchObject({ exitCode: 0 });
      expect(await under(place, ["get", "db", "password"])).toMatchObject({
        exitCode: 3,
        stdout: "",
      });
    },
  );

  it.skipIf(runtime === undefined)("runs a command with a secret", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { DB_PASSWORD: "tulip" } });
    const program = "process.stdout.write(process.env.DB_PASSWORD)";
    const words = ["run", "--secret", "db", "--", process.execPath, "-e", program];
    expect(await under(place, words)).toEqual(said("tulip"));
  });

  it.skipIf(runtime === undefined)("passes on how its command ended", async () => {
    const place = await makePlace();
    const words = ["run", "--quiet", "--", process.execPath, "-e", "process.exit(42)"];
    expect(await under(place, words)).toEqual({ exitCode: 42, stdout: "", stderr: "" });
  });

  it.skipIf(runtime === undefined)("waits for an edit of another process", async () => {
    const place = await makePlace();
    await kist(place, ["manager", "register", "one", "--flavor", "local"]);
    const lock = new DatabaseSync(
      path.join(place.home, ".local/state/keykist/configurations.lock"),
    );
    lock.exec("BEGIN EXCLUSIVE");
    const words = ["manager", "register", "two", "--flavor", "local"];
    const registered = under(place, words);
    await wait(1500);
    lock.close();
    expect(await registered).toMatchObject({ exitCode: 0, stderr: "" });
  });

  async function under(place: Place, words: readonly string[], input = ""): Promise<Ended> {
    if (runtime === undefined) throw new Error(`${name} is not installed`);
    return kistUnder(runtime, place, words, input);
  }
});

async function underNode(place: Place, words: readonly string[]): Promise<Ended> {
  const { exitCode, stdout, stderr } = await kist(place, words);
  return { exitCode, stdout, stderr };
}

function said(stdout: string): Ended {
  return { exitCode: 0, stdout, stderr: "" };
}
