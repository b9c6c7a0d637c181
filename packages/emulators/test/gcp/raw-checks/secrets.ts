import assert from "node:assert/strict";
import { type RawCheck, refused, withoutProject } from "./raw-check.ts";

/** Creating, reading, changing and deleting secrets. */
export const secretChecks: readonly RawCheck[] = [
  {
    id: "create-answers",
    title: "a new secret is answered with what it was created with",
    sentence: "Required. A Secret with initial field values.",
    run: async (backend) => {
      const name = await backend.secret({ labels: { team: "a" }, annotations: { note: "N" } });
      const secret = await backend.get(name);
      assert.equal(withoutProject(secret.name), withoutProject(name));
      assert.deepEqual(secret.labels, { team: "a" });
      assert.deepEqual(secret.annotations, { note: "N" });
      assert.ok(secret.createTime?.seconds);
      assert.ok(secret.replication?.automatic);
    },
  },
  {
    id: "create-is-create-if-absent",
    title: "an id that is taken is not created again",
    sentence: "Required. This must be unique within the project.",
    run: async (backend) => {
      const id = backend.newId();
      await backend.secret({ labels: { owner: "first" } }, id);
      await refused(backend.secret({ labels: { owner: "second" } }, id), "ALREADY_EXISTS");
      const { labels } = await backend.get(`${backend.parent}/secrets/${id}`);
      assert.deepEqual(labels, { owner: "first" });
    },
  },
  {
    id: "create-race",
    title: "of eight that create one id, one does",
    sentence: "Required. This must be unique within the project.",
    run: async (backend) => {
      const id = backend.newId();
      const created = await Promise.allSettled(
        Array.from({ length: 8 }, () => backend.secret({}, id)),
      );
      assert.equal(created.filter((outcome) => outcome.status === "fulfilled").length, 1);
    },
  },
  {
    id: "new-has-no-version",
    title: "a new secret has no version",
    sentence: "Creates a new Secret containing no SecretVersions.",
    run: async (backend) => {
      const name = await backend.secret();
      const [versions] = await backend.client.listSecretVersions({ parent: name });
      assert.deepEqual(versions, []);
      await refused(backend.access(`${name}/versions/latest`), "NOT_FOUND");
    },
  },
  {
    id: "create-needs-replication",
    title: "a secret without a replication policy is refused",
    sentence: "(in our words) A global secret is created with a replication policy.",
    run: async (backend) => {
      const { client, parent } = backend;
      const secretId = backend.newId();
      await refused(client.createSecret({ parent, secretId, secret: {} }), "INVALID_ARGUMENT");
    },
  },
  {
    id: "user-managed-replication",
    title: "user-managed replicas are kept",
    sentence: "The Secret will only be replicated into the locations specified.",
    run: async (backend) => {
      const replicas = [{ location: "us-east1" }, { location: "europe-west1" }];
      const name = await backend.secret({ replication: { userManaged: { replicas } } });
      const { replication } = await backend.get(name);
      assert.deepEqual(
        replication?.userManaged?.replicas?.map(({ location }) => location),
        ["us-east1", "europe-west1"],
      );
    },
  },
  {
    id: "user-managed-needs-replicas",
    title: "user-managed replication without a replica is refused",
    sentence: "Required. The list of Replicas for this Secret. Cannot be empty.",
    run: async (backend) => {
      const replication = { userManaged: { replicas: [] } };
      await refused(backend.secret({ replication }), "INVALID_ARGUMENT");
    },
  },
  {
    id: "replication-is-immutable",
    title: "the replication policy cannot be changed",
    sentence: "The replication policy cannot be changed after the Secret has been created.",
    run: async (backend) => {
      const name = await backend.secret();
      const replication = { userManaged: { replicas: [{ location: "us-east1" }] } };
      await refused(backend.update({ name, replication }, "replication"), "INVALID_ARGUMENT");
    },
  },
  {
    id: "get-missing",
    title: "a secret that is not there is not found",
    sentence: "(in our words) What is missing is NOT_FOUND.",
    run: async (backend) => {
      await refused(backend.get(backend.newName()), "NOT_FOUND", /not found/);
    },
  },
  {
    id: "update-needs-mask",
    title: "an update without a mask is refused",
    sentence: "Required. Specifies the fields to be updated.",
    run: async (backend) => {
      const name = await backend.secret({ labels: { a: "1" } });
      const update = backend.client.updateSecret({ secret: { name, labels: { a: "2" } } });
      await refused(update, "INVALID_ARGUMENT");
      assert.deepEqual((await backend.get(name)).labels, { a: "1" });
    },
  },
  {
    id: "update-named-fields-only",
    title: "only what the mask names is changed",
    sentence: "Specifies the fields to be updated.",
    run: async (backend) => {
      const name = await backend.secret({ labels: { a: "1" }, annotations: { n: "1" } });
      await backend.update({ name, labels: { b: "2" }, annotations: { n: "2" } }, "labels");
      const { labels, annotations } = await backend.get(name);
      assert.deepEqual(labels, { b: "2" });
      assert.deepEqual(annotations, { n: "1" });
    },
  },
  {
    id: "update-annotations",
    title: "annotations are replaced by an update",
    sentence: "Annotations exist to allow client tools to store their own state information.",
    run: async (backend) => {
      const name = await backend.secret({ annotations: { a: "1" } });
      await backend.update({ name, annotations: { "k.e-y_1": "any / Text = 2" } }, "annotations");
      assert.deepEqual((await backend.get(name)).annotations, { "k.e-y_1": "any / Text = 2" });
    },
  },
  {
    id: "update-unknown-field",
    title: "a mask with a field that no secret has is refused",
    sentence: "Specifies the fields to be updated.",
    run: async (backend) => {
      const name = await backend.secret();
      await refused(backend.update({ name }, "colour"), "INVALID_ARGUMENT");
    },
  },
  {
    id: "update-missing",
    title: "an update does not create",
    sentence: "Updates metadata of an existing Secret.",
    run: async (backend) => {
      const name = backend.newName();
      await refused(backend.update({ name, labels: {} }, "labels"), "NOT_FOUND");
      await refused(backend.get(name), "NOT_FOUND");
    },
  },
  {
    id: "delete-takes-all",
    title: "a deleted secret is gone with its versions",
    sentence: "Deletes a Secret.",
    run: async (backend) => {
      const name = await backend.secretWith("one", "two");
      await backend.client.deleteSecret({ name });
      await refused(backend.get(name), "NOT_FOUND");
      await refused(backend.access(`${name}/versions/1`), "NOT_FOUND");
    },
  },
  {
    id: "delete-missing",
    title: "what is not there cannot be deleted",
    sentence: "(in our words) What is missing is NOT_FOUND.",
    run: async (backend) => {
      await refused(backend.client.deleteSecret({ name: backend.newName() }), "NOT_FOUND");
    },
  },
  {
    id: "numbers-restart",
    title: "a secret that is created again counts its versions from 1",
    sentence: "SecretVersion IDs in a Secret start at 1",
    run: async (backend) => {
      const id = backend.newId();
      const name = await backend.secret({}, id);
      await backend.add(name, "old");
      await backend.add(name, "old");
      await backend.client.deleteSecret({ name });
      await backend.secret({}, id);
      await refused(backend.access(`${name}/versions/1`), "NOT_FOUND");
      const version = await backend.add(name, "new");
      assert.match(version.name ?? "", /\/versions\/1$/);
      assert.equal(await backend.access(`${name}/versions/1`), "new");
    },
  },
];
