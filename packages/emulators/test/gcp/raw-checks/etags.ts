import assert from "node:assert/strict";
import { type RawCheck, refused } from "./raw-check.ts";

const SECRET_ETAG =
  "The request succeeds if it matches the etag of the currently stored secret object.";
const VERSION_ETAG =
  "The request succeeds if it matches the etag of the currently stored secret version object.";
const MISMATCH =
  "The etag provided in the request does not match the resource's current etag. Please retry the whole read-modify-write";
const TEXT = /etag provided in the request does not match the resource's current etag/;

/** What etags guard. */
export const etagChecks: readonly RawCheck[] = [
  {
    id: "secret-has-etag",
    title: "a secret has an etag, which reading does not change",
    sentence: "Etag of the currently stored Secret.",
    run: async (backend) => {
      const name = await backend.secret();
      const { etag } = await backend.get(name);
      assert.ok(etag);
      assert.equal((await backend.get(name)).etag, etag);
    },
  },
  {
    id: "etag-changes-with-each-update",
    title: "every update changes it, also one that changes nothing",
    sentence:
      "Even when an update doesn't change a resource's state, it still updates the resource ETag.",
    run: async (backend) => {
      const name = await backend.secret({ labels: { a: "1" } });
      const before = await backend.get(name);
      const updated = await backend.update({ name, labels: { a: "1" } }, "labels");
      assert.notEqual(updated.etag, before.etag);
      assert.equal((await backend.get(name)).etag, updated.etag);
    },
  },
  {
    id: "update-with-etag",
    title: "an update with the current etag is done",
    sentence: SECRET_ETAG,
    run: async (backend) => {
      const name = await backend.secret();
      const { etag } = await backend.get(name);
      const updated = await backend.update(
        { name, etag: etag ?? "", labels: { a: "1" } },
        "labels",
      );
      assert.deepEqual(updated.labels, { a: "1" });
    },
  },
  {
    id: "update-with-old-etag",
    title: "an update with an earlier etag is refused, and changes nothing",
    sentence: MISMATCH,
    run: async (backend) => {
      const name = await backend.secret();
      const { etag } = await backend.get(name);
      await backend.update({ name, labels: { a: "1" } }, "labels");
      const late = backend.update({ name, etag: etag ?? "", labels: { a: "2" } }, "labels");
      await refused(late, "FAILED_PRECONDITION", TEXT);
      assert.deepEqual((await backend.get(name)).labels, { a: "1" });
    },
  },
  {
    id: "update-race",
    title: "of eight updates with one etag, one is done",
    sentence: SECRET_ETAG,
    run: async (backend) => {
      const name = await backend.secret();
      const { etag } = await backend.get(name);
      const updates = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          backend.update({ name, etag: etag ?? "", labels: { a: String(index) } }, "labels"),
        ),
      );
      assert.equal(updates.filter((outcome) => outcome.status === "fulfilled").length, 1);
    },
  },
  {
    id: "delete-with-old-etag",
    title: "a deletion with an earlier etag is refused; with the current one it is done",
    sentence: SECRET_ETAG,
    run: async (backend) => {
      const name = await backend.secret();
      const { etag: old } = await backend.get(name);
      const { etag } = await backend.update({ name, labels: { a: "1" } }, "labels");
      const late = backend.client.deleteSecret({ name, etag: old ?? "" });
      await refused(late, "FAILED_PRECONDITION", TEXT);
      await backend.client.deleteSecret({ name, etag: etag ?? "" });
      await refused(backend.get(name), "NOT_FOUND");
    },
  },
  {
    id: "version-has-etag",
    title: "a version has an etag, which a change of its state changes",
    sentence: "Output only. Etag of the currently stored SecretVersion.",
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      const { etag } = await backend.version(name);
      assert.ok(etag);
      const [disabled] = await backend.client.disableSecretVersion({ name });
      assert.notEqual(disabled.etag, etag);
    },
  },
  {
    id: "disable-with-old-etag",
    title: "a version is not disabled with an earlier etag",
    sentence: VERSION_ETAG,
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      const { etag } = await backend.version(name);
      await backend.client.enableSecretVersion({ name });
      const late = backend.client.disableSecretVersion({ name, etag: etag ?? "" });
      await refused(late, "FAILED_PRECONDITION", TEXT);
      assert.equal((await backend.version(name)).state, "ENABLED");
    },
  },
  {
    id: "enable-with-old-etag",
    title: "a version is not enabled with an earlier etag",
    sentence: VERSION_ETAG,
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      const { etag } = await backend.version(name);
      await backend.client.disableSecretVersion({ name });
      const late = backend.client.enableSecretVersion({ name, etag: etag ?? "" });
      await refused(late, "FAILED_PRECONDITION", TEXT);
      assert.equal((await backend.version(name)).state, "DISABLED");
    },
  },
  {
    id: "destroy-with-etag",
    title: "a version is destroyed with its current etag, and not with another",
    sentence: VERSION_ETAG,
    run: async (backend) => {
      const name = `${await backend.secretWith("one")}/versions/1`;
      const { etag } = await backend.version(name);
      const other = backend.client.destroySecretVersion({ name, etag: '"other"' });
      await refused(other, "FAILED_PRECONDITION", TEXT);
      const [destroyed] = await backend.client.destroySecretVersion({ name, etag: etag ?? "" });
      assert.equal(destroyed.state, "DESTROYED");
    },
  },
  {
    id: "etags-are-apart",
    title: "a new version does not change the etag of its secret",
    sentence: "A modification request only updates the ETag of the resource to which it applies.",
    run: async (backend) => {
      const name = await backend.secret();
      const { etag } = await backend.get(name);
      await backend.add(name, "one");
      assert.equal((await backend.get(name)).etag, etag);
    },
  },
  {
    id: "no-etag-is-no-condition",
    title: "without an etag, all is done",
    sentence: "If the etag is omitted, the request succeeds.",
    run: async (backend) => {
      const name = await backend.secret();
      await backend.update({ name, labels: { a: "1" } }, "labels");
      await backend.update({ name, labels: { a: "2" } }, "labels");
      assert.deepEqual((await backend.get(name)).labels, { a: "2" });
    },
  },
];
