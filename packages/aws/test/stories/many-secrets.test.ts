import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { emulatorServer } from "../emulator-server.ts";

// An account that others use, too.

const OWN = 2000;
const FOREIGN = 500;

describe("2 000 secrets, beside 500 of others", () => {
  it(
    "are listed exactly, and are all that deleteAllSecrets touches",
    { timeout: 300_000 },
    async () => {
      const { client, emulator, manager } = await emulatorServer({
        order: "suite",
        emptyPages: 0.1,
        maximumListLag: 300_000,
      });
      const own = manager({ scope: "namespace", namespace: "team" }, {});
      const names = Array.from({ length: OWN }, (_, index) => `db/${index}`);
      for (const name of names)
        await own.registerSecret(arbitrarySchema.create(name, { password: "tulip" }));
      const foreign = Array.from({ length: FOREIGN }, (_, index) =>
        [`foreign/${index}`, `keykist/namespace/team/foreign/${index}`].at(index % 2),
      );
      // Tagged, as secrets of others are, and some with a tag whose name begins like one of keykist's.
      const Tags = [{ Key: "keykist:managed-by", Value: "true" }];
      for (const Name of foreign)
        await client.send(new CreateSecretCommand({ Name, SecretString: "{}", Tags }));
      const other = manager({ scope: "namespace", namespace: "team-2" }, {});
      await other.registerSecret(arbitrarySchema.create("db/1", { password: "dahlia" }));
      emulator.settle();

      emulator.calls.reset();
      expect(await own.getAllSecretKeys()).toEqual(names.toSorted());
      expect(emulator.calls.toJSON()).toEqual({ ListSecrets: emulator.calls.total });
      const listed: string[] = [];
      for await (const { name } of own.listSecrets({ prefix: "db/19" })) listed.push(name);
      expect(listed.toSorted()).toEqual(
        names.filter((name) => name.startsWith("db/19")).toSorted(),
      );

      const { deleted, failed } = await own.deleteAllSecrets();
      expect({ deleted, failed: failed.size }).toEqual({ deleted: OWN, failed: 0 });
      emulator.settle();
      expect(await own.getAllSecretKeys()).toEqual([]);
      const untouched = foreign.filter((name) => {
        const secret = emulator.secret(name ?? "");
        return secret?.deletion === undefined && secret?.versions.size === 1;
      });
      expect(untouched).toEqual(foreign);
      expect(await other.getAllSecretKeys()).toEqual(["db/1"]);
    },
  );
});
