import type { Handlers } from "../emulated-server.ts";
import type { GcpCalls, Replication, SecretFields } from "./gcp-calls.ts";
import { GcpError, invalidArgument, notModelled } from "./gcp-error.ts";
import type { GcpService } from "./gcp-service.ts";
import { type FieldValue, parseFilter } from "./list-filter.ts";
import { page } from "./list-page.ts";
import { ALL_PERMISSIONS } from "./permissions.ts";
import { parentName, type ParentName, secretName } from "./resource-names.ts";
import {
  checkAnnotations,
  checkEncryption,
  checkLabels,
  checkSecretId,
  checkVersionAliases,
} from "./secret-limits.ts";
import { secretFields, type StoredSecret } from "./secret-store.ts";
import { milliseconds } from "./timestamps.ts";
import { changeOf, expiryOf } from "./update-mask.ts";

type SecretCall =
  | "CreateSecret"
  | "GetSecret"
  | "UpdateSecret"
  | "DeleteSecret"
  | "ListSecrets"
  | "TestIamPermissions";

/** The calls that are about secrets, and not their versions. */
export function secretCalls(service: GcpService): Pick<Handlers<GcpCalls>, SecretCall> {
  const { store } = service;
  return {
    CreateSecret: (call, { parent, secretId, secret = {} }) => {
      const within = parentName(parent);
      service.begin(call, within.text);
      const name = secretName(`${within.text}/secrets/${checkSecretId(secretId)}`);
      checkFields(secret);
      checkReplication(within, secret);
      service.policies.checkLocations(within, secret);
      if (store.secrets.has(name.text))
        throw new GcpError("ALREADY_EXISTS", `Secret [${name.text}] already exists.`);
      const stored = store.create({
        name,
        createTime: call.at,
        replication: secret.replication,
        customerManagedEncryption: secret.customerManagedEncryption,
        labels: secret.labels ?? {},
        annotations: secret.annotations ?? {},
        versionAliases: secret.versionAliases ?? {},
        expireTime: expiryOf(secret, call.at),
        versionDestroyTtl: secret.versionDestroyTtl && milliseconds(secret.versionDestroyTtl),
      });
      return secretFields(stored);
    },

    GetSecret: (call, request) => {
      const name = secretName(request.name);
      service.begin(call, name.text);
      return secretFields(service.seenSecret(call, name));
    },

    UpdateSecret: (call, { secret = {}, updateMask }) => {
      const name = secretName(secret.name);
      service.begin(call, name.text);
      const change = changeOf(secret, updateMask?.paths, call.at);
      const stored = service.writableSecret(call, name);
      service.checkEtag(secret.etag, stored);
      service.takeWriteOf(name, call);
      return secretFields(store.update(stored, change));
    },

    DeleteSecret: (call, request) => {
      const name = secretName(request.name);
      service.begin(call, name.text);
      const stored = service.writableSecret(call, name);
      service.checkEtag(request.etag, stored);
      store.delete(stored);
      return {};
    },

    ListSecrets: (call, request) => {
      const within = parentName(request.parent);
      service.begin(call, within.text);
      const matches = request.filter ? parseFilter(request.filter) : (): boolean => true;
      return service.asSeen(call, () => {
        const found = [...store.secrets.values()].filter(
          (secret) =>
            secret.name.parent === within.text && matches((path) => secretField(secret, path)),
        );
        const { items, nextPageToken, totalSize } = page(found, request, service.pageFilling());
        return { secrets: items.map((secret) => secretFields(secret)), nextPageToken, totalSize };
      });
    },

    TestIamPermissions: (call, { resource, permissions = [] }) => {
      const name = secretName(resource);
      service.begin(call, name.text);
      for (const permission of permissions)
        if (!ALL_PERMISSIONS.includes(permission))
          throw notModelled(`the permission ${JSON.stringify(permission)}`);
      const isThere = service.asSeen(call, () => store.secrets.has(name.text));
      return {
        permissions: permissions.filter(
          (permission) => isThere && service.permissions.has(permission, call.client, name.text),
        ),
      };
    },
  };
}

function checkFields(secret: SecretFields): void {
  checkLabels(secret.labels ?? {});
  checkAnnotations(secret.annotations ?? {});
  checkVersionAliases(secret.versionAliases ?? {});
  const { secretType = "SECRET_TYPE_UNSPECIFIED", topics = [], tags = {}, rotation } = secret;
  if (secretType !== "SECRET_TYPE_UNSPECIFIED") throw notModelled("secret_type");
  if (topics.length > 0) throw notModelled("topics");
  if (Object.keys(tags).length > 0) throw notModelled("tags");
  if (rotation !== undefined && rotation !== null) throw notModelled("rotation");
}

function checkReplication({ location }: ParentName, secret: SecretFields): void {
  const { replication, customerManagedEncryption } = secret;
  if (location !== undefined) {
    if (replication !== undefined)
      throw invalidArgument("replication cannot be set for a secret of a location.");
    checkEncryption(customerManagedEncryption);
    return;
  }
  if (customerManagedEncryption !== undefined)
    throw invalidArgument("customer_managed_encryption is for secrets of a location only.");
  checkReplicationPolicy(replication);
}

function checkReplicationPolicy({ automatic, userManaged }: Replication = {}): void {
  if (automatic === undefined && userManaged === undefined)
    throw invalidArgument("secret.replication is required.");
  checkEncryption(automatic?.customerManagedEncryption);
  if (userManaged === undefined) return;
  const replicas = userManaged.replicas ?? [];
  if (replicas.length === 0)
    throw invalidArgument("replication.user_managed.replicas cannot be empty.");
  for (const { location = "", customerManagedEncryption } of replicas) {
    if (location === "") throw invalidArgument("Every replica has to have a location.");
    checkEncryption(customerManagedEncryption);
  }
}

/** What a filter is told of a secret. */
function secretField(secret: StoredSecret, path: string): FieldValue | undefined {
  const [field = "", ...rest] = path.split(".");
  const key = rest.join(".");
  switch (field) {
    case "name":
      return { kind: "text", text: secret.name.text };
    case "labels":
      return textOf(secret.labels, key);
    case "create_time":
      return { kind: "time", time: secret.createTime };
    case "expire_time":
      return secret.expireTime === undefined
        ? undefined
        : { kind: "time", time: secret.expireTime };
    case "etag":
      return { kind: "text", text: secret.etag };
    case "replication":
      if (key === "automatic")
        return { kind: "presence", isThere: secret.replication?.automatic !== undefined };
      if (key === "user_managed")
        return { kind: "presence", isThere: secret.replication?.userManaged !== undefined };
      throw notModelled(`a filter on ${JSON.stringify(path)}`);
    case "topics":
    case "rotation":
    case "version_aliases":
    case "version_destroy_ttl":
    case "customer_managed_encryption":
      throw notModelled(`a filter on ${JSON.stringify(path)}`);
    default:
      throw invalidArgument(`The field ${JSON.stringify(path)} cannot be filtered on.`);
  }
}

function textOf(entries: Readonly<Record<string, string>>, key: string): FieldValue | undefined {
  if (key === "") throw notModelled("a filter on all labels");
  const text = Object.hasOwn(entries, key) ? entries[key] : undefined;
  return text === undefined ? undefined : { kind: "text", text };
}
