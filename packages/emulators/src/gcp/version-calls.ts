import type { Handlers, ReceivedCall } from "../emulated-server.ts";
import type { GcpCalls, NameAndEtagRequest, VersionFields } from "./gcp-calls.ts";
import {
  GcpError,
  invalidArgument,
  notModelled,
  secretNotFound,
  versionNotFound,
} from "./gcp-error.ts";
import type { GcpService } from "./gcp-service.ts";
import { type FieldValue, parseFilter } from "./list-filter.ts";
import { page } from "./list-page.ts";
import { secretName, versionName, type VersionName } from "./resource-names.ts";
import { checkPayload } from "./secret-limits.ts";
import {
  type SecretStore,
  type StoredSecret,
  type StoredVersion,
  versionFields,
} from "./secret-store.ts";

type VersionCall =
  | "AddSecretVersion"
  | "GetSecretVersion"
  | "AccessSecretVersion"
  | "ListSecretVersions"
  | "EnableSecretVersion"
  | "DisableSecretVersion"
  | "DestroySecretVersion";

/** The calls that are about versions. */
export function versionCalls(service: GcpService): Pick<Handlers<GcpCalls>, VersionCall> {
  const { store } = service;
  return {
    AddSecretVersion: (call, { parent, payload }) => {
      const name = secretName(parent);
      service.begin(call, name.text);
      const { data, crc } = checkPayload(payload);
      const secret = service.writableSecret(call, name);
      service.policies.checkKeys(secret);
      service.takeWriteOf(name, call);
      const clientSpecifiedChecksum = payload?.dataCrc32c !== undefined;
      return versionFields(
        store.addVersion(secret, { data, crc, clientSpecifiedChecksum, createTime: call.at }),
      );
    },

    GetSecretVersion: (call, request) => {
      const name = versionName(request.name);
      service.begin(call, name.text);
      return service.asSeen(call, () => versionFields(namedVersion(store, name)));
    },

    AccessSecretVersion: (call, request) => {
      const name = versionName(request.name);
      service.begin(call, name.text);
      // By its number, a version is shown as it is: that alone is strongly consistent.
      return name.number === undefined
        ? service.asSeen(call, () => accessed(service, namedVersion(store, name)))
        : accessed(service, namedVersion(store, name));
    },

    ListSecretVersions: (call, request) => {
      const name = secretName(request.parent);
      service.begin(call, name.text);
      const matches = request.filter ? parseFilter(request.filter) : (): boolean => true;
      return service.asSeen(call, () => {
        if (!store.secrets.has(name.text)) throw secretNotFound(name.text);
        const found = store
          .versionsOf(name.text)
          .filter((version) => matches((path) => versionField(version, path)));
        const { items, nextPageToken, totalSize } = page(found, request, service.pageFilling());
        return {
          versions: items.map((version) => versionFields(version)),
          nextPageToken,
          totalSize,
        };
      });
    },

    EnableSecretVersion: (call, request) =>
      changed(service, call, request, (version) =>
        store.updateVersion(version, { state: "ENABLED", scheduledDestroyTime: undefined }),
      ),

    DisableSecretVersion: (call, request) =>
      changed(service, call, request, (version) =>
        store.updateVersion(version, { state: "DISABLED" }),
      ),

    DestroySecretVersion: (call, request) =>
      changed(service, call, request, (version, { versionDestroyTtl }) =>
        versionDestroyTtl === undefined || versionDestroyTtl === 0
          ? store.destroyVersion(version, call.at)
          : store.updateVersion(version, {
              state: "DISABLED",
              scheduledDestroyTime: version.scheduledDestroyTime ?? call.at + versionDestroyTtl,
            }),
      ),
  };
}

/** Changes the state of a version, which is named by its number; nothing leads out of DESTROYED. */
function changed(
  service: GcpService,
  call: ReceivedCall,
  { name: text, etag }: NameAndEtagRequest,
  change: (version: StoredVersion, secret: StoredSecret) => StoredVersion,
): VersionFields {
  const name = versionName(text);
  service.begin(call, name.text);
  if (name.number === undefined)
    throw invalidArgument(
      "Access by alias is only supported on GetSecretVersion and AccessSecretVersion.",
    );
  const secret = service.writableSecret(call, name.secret);
  const version = service.store.version(name.secret.text, name.number);
  if (version === undefined) throw versionNotFound(name.text);
  service.checkEtag(etag, version);
  if (version.state === "DESTROYED") throw inState(version);
  return versionFields(change(version, secret));
}

/** The version that a name stands for, at the moment that is looked at. */
function namedVersion(
  store: SecretStore,
  { secret, version, number, text }: VersionName,
): StoredVersion {
  const stored = store.secrets.get(secret.text);
  const newest = store.newest(secret.text);
  const hasVersions = stored !== undefined && newest > 0;
  if (!hasVersions)
    throw new GcpError("NOT_FOUND", `Secret [${secret.text}] not found or has no versions.`);
  const found = store.version(
    secret.text,
    number ?? (version === "latest" ? newest : aliasedNumber(stored, version)),
  );
  if (found === undefined) throw versionNotFound(text);
  return found;
}

/** The number that an alias stands for; 0, which no version has, where there is no such alias. */
function aliasedNumber({ versionAliases }: StoredSecret, alias: string): number {
  return Object.hasOwn(versionAliases, alias) ? Number(versionAliases[alias]) : 0;
}

function accessed(
  { policies }: GcpService,
  version: StoredVersion,
): GcpCalls["AccessSecretVersion"]["answer"] {
  const { name, state, data, crc } = version;
  if (state !== "ENABLED" || data === undefined) throw inState(version);
  policies.checkKeys(version.encryption);
  return { name, payload: { data: Buffer.from(data), dataCrc32c: String(crc) } };
}

function inState({ name, state }: StoredVersion): GcpError {
  return new GcpError("FAILED_PRECONDITION", `Secret Version [${name}] is in ${state} state.`);
}

/** What a filter is told of a version. */
function versionField(version: StoredVersion, path: string): FieldValue | undefined {
  switch (path) {
    case "name":
      return { kind: "text", text: version.name };
    case "state":
      return { kind: "text", text: version.state };
    case "create_time":
      return { kind: "time", time: version.createTime };
    case "destroy_time":
      return version.destroyTime === undefined
        ? undefined
        : { kind: "time", time: version.destroyTime };
    case "etag":
      return { kind: "text", text: version.etag };
    default:
      if (/^(?:replication_status|scheduled_destroy_time|customer_managed_encryption)/.test(path))
        throw notModelled(`a filter on ${JSON.stringify(path)}`);
      throw invalidArgument(`The field ${JSON.stringify(path)} cannot be filtered on.`);
  }
}
