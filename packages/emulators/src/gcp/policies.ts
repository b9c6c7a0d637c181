import type { Replication, SecretFields } from "./gcp-calls.ts";
import { GcpError } from "./gcp-error.ts";
import type { ParentName } from "./resource-names.ts";
import type { StoredVersion } from "./secret-store.ts";

/** What an organisation forbids, and which keys of Cloud KMS cannot be used. */
export class Policies {
  /** Where secrets may be created; `global` is automatic replication. Default: anywhere. */
  locations: readonly string[] | undefined;
  /** Keys that are disabled, by their names. */
  disabledKeys: ReadonlySet<string> = new Set();

  /** @throws GcpError `FAILED_PRECONDITION`, where a secret may not be created */
  checkLocations({ text, location }: ParentName, { replication }: SecretFields): void {
    const { locations } = this;
    if (locations === undefined) return;
    const asked = location === undefined ? locationsOf(replication) : [location];
    const forbidden = asked.filter((each) => !locations.includes(each));
    if (forbidden.length === 0) return;
    const project = text.split("/").slice(0, 2).join("/");
    throw new GcpError(
      "FAILED_PRECONDITION",
      `Constraint constraints/gcp.resourceLocations violated for [orgpolicy:${project}] attempting to create a secret in ` +
        `[${forbidden.join(", ")}]. For more information, see ` +
        "https://cloud.google.com/resource-manager/docs/organization-policy/defining-locations.",
    );
  }

  /** @throws GcpError `FAILED_PRECONDITION`, where payloads can be neither encrypted nor decrypted */
  checkKeys(encryption: StoredVersion["encryption"]): void {
    for (const key of keysOf(encryption)) {
      if (!this.disabledKeys.has(key)) continue;
      throw new GcpError(
        "FAILED_PRECONDITION",
        `${key}/cryptoKeyVersions/1 is not enabled, current state is: DISABLED.`,
      );
    }
  }
}

function locationsOf({ userManaged }: Replication = {}): readonly string[] {
  return userManaged?.replicas?.map(({ location = "" }) => location) ?? ["global"];
}

function keysOf({
  replication: { automatic, userManaged } = {},
  customerManagedEncryption,
}: StoredVersion["encryption"]): readonly string[] {
  const all = [
    customerManagedEncryption,
    automatic?.customerManagedEncryption,
    ...(userManaged?.replicas ?? []).map((replica) => replica.customerManagedEncryption),
  ];
  return all.flatMap((each) => each?.kmsKeyName ?? []);
}
