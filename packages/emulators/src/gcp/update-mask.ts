import type { SecretFields } from "./gcp-calls.ts";
import { invalidArgument, notModelled } from "./gcp-error.ts";
import {
  checkAnnotations,
  checkEncryption,
  checkLabels,
  checkVersionAliases,
} from "./secret-limits.ts";
import type { Change, StoredSecret } from "./secret-store.ts";
import { milliseconds } from "./timestamps.ts";

/**
 * What UpdateSecret changes: the fields that the mask names, and no others.
 *
 * @param paths in snake case or camel case, as REST and gRPC have them
 */
export function changeOf(
  fields: SecretFields,
  paths: readonly string[] | undefined,
  now: number,
): Change<StoredSecret> {
  if (paths === undefined || paths.length === 0)
    throw invalidArgument("update_mask is required, and has to name the fields to be updated.");
  const changes = paths.map((path) => changeOfPath(fields, snakeCase(path), now));
  return Object.fromEntries(changes.flatMap((change) => Object.entries(change)));
}

/** When a secret expires, by the time or the span that a request gives. */
export function expiryOf({ expireTime, ttl }: SecretFields, now: number): number | undefined {
  const at = ttl === undefined ? expireTime && milliseconds(expireTime) : now + milliseconds(ttl);
  if (at !== undefined && at <= now) throw invalidArgument("expire_time has to be in the future.");
  return at;
}

function changeOfPath(fields: SecretFields, path: string, now: number): Change<StoredSecret> {
  switch (path) {
    case "labels":
      checkLabels(fields.labels ?? {});
      return { labels: fields.labels ?? {} };
    case "annotations":
      checkAnnotations(fields.annotations ?? {});
      return { annotations: fields.annotations ?? {} };
    case "version_aliases":
      checkVersionAliases(fields.versionAliases ?? {});
      return { versionAliases: fields.versionAliases ?? {} };
    case "expire_time":
    case "ttl":
      return { expireTime: expiryOf(fields, now) };
    case "version_destroy_ttl":
      return {
        versionDestroyTtl: fields.versionDestroyTtl && milliseconds(fields.versionDestroyTtl),
      };
    case "customer_managed_encryption":
      checkEncryption(fields.customerManagedEncryption);
      return { customerManagedEncryption: fields.customerManagedEncryption };
    case "etag":
      return {};
    case "name":
    case "create_time":
    case "replication":
    case "tags":
    case "secret_type":
      throw invalidArgument(`The field ${path} cannot be updated.`);
    case "topics":
    case "rotation":
      throw notModelled(`an update of ${path}`);
    default:
      if (/^(?:labels|annotations|version_aliases|topics|rotation|replication)\./.test(path))
        throw notModelled(`an update of a part of a field: ${JSON.stringify(path)}`);
      throw invalidArgument(`update_mask names an unknown field: ${JSON.stringify(path)}.`);
  }
}

function snakeCase(path: string): string {
  return path.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
