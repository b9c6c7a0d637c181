import assert from "node:assert/strict";
import { crc32c } from "../../../src/gcp/crc32c.ts";
import { type RawCheck, refused, withoutProject } from "./raw-check.ts";

const LATEST = "latest is an alias to the most recently created SecretVersion.";

/** Adding, reading and ending versions. */
export const versionChecks: readonly RawCheck[] = [
  {
    id: "numbers-are-dense",
    title: "versions are numbered 1, 2, 3",
    sentence: "IDs in a Secret start at 1 and are incremented for each subsequent version",
    run: async (backend) => {
      const name = await backend.secret();
      const numbers: string[] = [];
      for (const payload of ["a", "b", "c"]) {
        const version = await backend.add(name, payload);
        numbers.push(withoutProject(version.name).split("/versions/")[1] ?? "");
      }
      assert.deepEqual(numbers, ["1", "2", "3"]);
    },
  },
  {
    id: "numbers-race",
    title: "sixteen that add at once get sixteen numbers, without a hole",
    sentence: "incremented for each subsequent version of the secret.",
    run: async (backend) => {
      const name = await backend.secret();
      const versions = await Promise.all(
        Array.from({ length: 16 }, (_, index) => backend.add(name, `value ${index}`)),
      );
      const numbers = versions.map((version) => Number(version.name?.split("/").at(-1)));
      assert.deepEqual(
        numbers.toSorted((a, b) => a - b),
        Array.from({ length: 16 }, (_, index) => index + 1),
      );
    },
  },
  {
    id: "access-by-number",
    title: "a version is read by its number at once, as it was added",
    sentence:
      "adding a secret version and then immediately accessing that secret version by version number is strongly consistent",
    run: async (backend) => {
      const name = await backend.secretWith("one", "two");
      assert.equal(await backend.access(`${name}/versions/1`), "one");
      assert.equal(await backend.access(`${name}/versions/2`), "two");
    },
  },
  {
    id: "access-any-bytes",
    title: "a payload is any bytes",
    sentence: "The secret data. Must be no larger than 64KiB.",
    run: async (backend) => {
      const name = await backend.secret();
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      await backend.add(name, bytes);
      const [{ payload }] = await backend.client.accessSecretVersion({
        name: `${name}/versions/1`,
      });
      assert.deepEqual(Buffer.from(payload?.data ?? ""), bytes);
    },
  },
  {
    id: "access-answers-the-number",
    title: "who reads the latest is told its number",
    sentence: LATEST,
    run: async (backend) => {
      const name = await backend.secretWith("one", "two");
      const [{ name: answered }] = await backend.client.accessSecretVersion({
        name: `${name}/versions/latest`,
      });
      assert.equal(withoutProject(answered), `${withoutProject(name)}/versions/2`);
    },
  },
  {
    id: "missing-number",
    title: "a number that was not given yet is not found",
    sentence: "(in our words) What is missing is NOT_FOUND.",
    run: async (backend) => {
      const name = await backend.secretWith("one");
      await refused(backend.access(`${name}/versions/2`), "NOT_FOUND", /not found/);
    },
  },
  {
    id: "add-to-missing",
    title: "a version cannot be added to a secret that is not there",
    sentence: "attaches it to an existing Secret.",
    run: async (backend) => {
      await refused(backend.add(backend.newName(), "one"), "NOT_FOUND");
    },
  },
  {
    id: "checksum-is-answered",
    title: "the checksum is computed where none is given",
    sentence:
      "If a checksum is not provided […] SecretManagerService will generate and store one for you.",
    run: async (backend) => {
      const name = await backend.secretWith("one");
      const [{ payload }] = await backend.client.accessSecretVersion({
        name: `${name}/versions/1`,
      });
      assert.equal(Number(payload?.dataCrc32c), crc32c(Buffer.from("one")));
      const version = await backend.version(`${name}/versions/1`);
      assert.equal(version.clientSpecifiedPayloadChecksum, false);
    },
  },
  {
    id: "checksum-is-verified",
    title: "a payload that does not have the checksum it is sent with is refused",
    sentence:
      "will verify the integrity of the received data on AddSecretVersion calls using the crc32c checksum",
    run: async (backend) => {
      const parent = await backend.secret();
      const data = Buffer.from("one");
      const sum = crc32c(data);
      const bad = backend.client.addSecretVersion({
        parent,
        payload: { data, dataCrc32c: sum + 1 },
      });
      await refused(bad, "INVALID_ARGUMENT");
      await refused(backend.access(`${parent}/versions/1`), "NOT_FOUND");
    },
  },
  {
    id: "checksum-was-specified",
    title: "a version says that its checksum came with it",
    sentence: "True if payload checksum specified in SecretPayload object has been received",
    run: async (backend) => {
      const parent = await backend.secret();
      const data = Buffer.from("one");
      const [version] = await backend.client.addSecretVersion({
        parent,
        payload: { data, dataCrc32c: crc32c(data) },
      });
      assert.equal(version.clientSpecifiedPayloadChecksum, true);
    },
  },
  {
    id: "disabled-is-not-read",
    title: "a disabled version cannot be read, and can once it is enabled again",
    sentence:
      "The SecretVersion may not be accessed, but the secret data is still available and can be placed back into the ENABLED state.",
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      const [disabled] = await backend.client.disableSecretVersion({ name });
      assert.equal(disabled.state, "DISABLED");
      await refused(backend.access(name), "FAILED_PRECONDITION", /DISABLED/);
      const [enabled] = await backend.client.enableSecretVersion({ name });
      assert.equal(enabled.state, "ENABLED");
      assert.equal(await backend.access(name), "one");
    },
  },
  {
    id: "destroyed-is-not-read",
    title: "a destroyed version cannot be read, and says when it was destroyed",
    sentence: "irrevocably destroys the secret data.",
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      const [destroyed] = await backend.client.destroySecretVersion({ name });
      assert.equal(destroyed.state, "DESTROYED");
      assert.ok(destroyed.destroyTime?.seconds);
      await refused(backend.access(name), "FAILED_PRECONDITION", /DESTROYED/);
    },
  },
  {
    id: "destroyed-stays-destroyed",
    title: "a destroyed version is not enabled nor disabled again",
    sentence: "A version may not leave this state once entered.",
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      await backend.client.destroySecretVersion({ name });
      await refused(backend.client.enableSecretVersion({ name }), "FAILED_PRECONDITION");
      await refused(backend.client.disableSecretVersion({ name }), "FAILED_PRECONDITION");
      assert.equal((await backend.version(name)).state, "DESTROYED");
    },
  },
  {
    id: "numbers-go-on",
    title: "the number of a destroyed version is not given again",
    sentence: "incremented for each subsequent version of the secret.",
    run: async (backend) => {
      const parent = await backend.secretWith("one", "two");
      await backend.client.destroySecretVersion({ name: `${parent}/versions/2` });
      const version = await backend.add(parent, "three");
      assert.match(version.name ?? "", /\/versions\/3$/);
    },
  },
  {
    id: "latest-disabled",
    title: "where the newest version is disabled, latest cannot be read",
    sentence: LATEST,
    run: async (backend) => {
      const parent = await backend.secretWith("one", "two");
      await backend.client.disableSecretVersion({ name: `${parent}/versions/2` });
      await refused(
        backend.access(`${parent}/versions/latest`),
        "FAILED_PRECONDITION",
        /Secret Version \[.*\/versions\/2\] is in DISABLED state/,
      );
    },
  },
  {
    id: "latest-destroyed",
    title: "where the newest version is destroyed, latest cannot be read",
    sentence: LATEST,
    run: async (backend) => {
      const parent = await backend.secretWith("one", "two");
      await backend.client.destroySecretVersion({ name: `${parent}/versions/2` });
      await refused(
        backend.access(`${parent}/versions/latest`),
        "FAILED_PRECONDITION",
        /is in DESTROYED state/,
      );
      assert.equal(await backend.access(`${parent}/versions/1`), "one");
    },
  },
  {
    id: "latest-metadata",
    title: "the metadata of latest are those of the newest version, whatever its state",
    sentence: LATEST,
    run: async (backend) => {
      const parent = await backend.secretWith("one", "two");
      await backend.client.destroySecretVersion({ name: `${parent}/versions/2` });
      const version = await backend.version(`${parent}/versions/latest`);
      assert.match(version.name ?? "", /\/versions\/2$/);
      assert.equal(version.state, "DESTROYED");
    },
  },
  {
    id: "aliases",
    title: "a version is read and looked at by an alias",
    sentence: "Access by alias is only be supported on GetSecretVersion and AccessSecretVersion.",
    run: async (backend) => {
      const name = await backend.secretWith("one", "two");
      await backend.update({ name, versionAliases: { stable: 1 } }, "version_aliases");
      assert.equal(await backend.access(`${name}/versions/stable`), "one");
      const version = await backend.version(`${name}/versions/stable`);
      assert.match(version.name ?? "", /\/versions\/1$/);
      const disabled = backend.client.disableSecretVersion({ name: `${name}/versions/stable` });
      await refused(disabled, "INVALID_ARGUMENT");
    },
  },
  {
    id: "missing-alias",
    title: "an alias that a secret has not is not found",
    sentence: "Mapping from version alias to version name.",
    run: async (backend) => {
      const name = await backend.secretWith("one");
      await refused(backend.access(`${name}/versions/stable`), "NOT_FOUND");
    },
  },
  {
    id: "delayed-destroy",
    title:
      "where a secret delays destruction, a destroyed version is disabled first, and can be saved",
    sentence: "the version goes to a disabled state and destruction happens after the TTL expires.",
    run: async (backend) => {
      const parent = await backend.secret({ versionDestroyTtl: { seconds: 86_400 } });
      await backend.add(parent, "one");
      const name = `${parent}/versions/1`;
      const [version] = await backend.client.destroySecretVersion({ name });
      assert.equal(version.state, "DISABLED");
      assert.ok(version.scheduledDestroyTime?.seconds);
      const [saved] = await backend.client.enableSecretVersion({ name });
      assert.equal(saved.scheduledDestroyTime, null);
      assert.equal(await backend.access(name), "one");
    },
  },
];
