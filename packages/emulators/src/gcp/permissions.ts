import type { GcpCallName } from "./gcp-calls.ts";
import { GcpError } from "./gcp-error.ts";

/** The permission that each call needs; TestIamPermissions needs none. */
const PERMISSIONS: Readonly<Record<Exclude<GcpCallName, "TestIamPermissions">, string>> = {
  CreateSecret: "secretmanager.secrets.create",
  GetSecret: "secretmanager.secrets.get",
  UpdateSecret: "secretmanager.secrets.update",
  DeleteSecret: "secretmanager.secrets.delete",
  ListSecrets: "secretmanager.secrets.list",
  AddSecretVersion: "secretmanager.versions.add",
  GetSecretVersion: "secretmanager.versions.get",
  AccessSecretVersion: "secretmanager.versions.access",
  ListSecretVersions: "secretmanager.versions.list",
  EnableSecretVersion: "secretmanager.versions.enable",
  DisableSecretVersion: "secretmanager.versions.disable",
  DestroySecretVersion: "secretmanager.versions.destroy",
};

/** All permissions that calls need. */
export const ALL_PERMISSIONS: readonly string[] = Object.values(PERMISSIONS);

/** Permissions that someone was granted. */
export interface Grant {
  readonly permissions: readonly string[];
  /** Where: secrets and parents whose names begin so, with the project's number. Default: everywhere. */
  readonly resources?: string | undefined;
}

/** Who may do what. All may do all, but what is denied. */
export class Permissions {
  /** What is denied to each client, and under `undefined` to all. */
  readonly #denied = new Map<string | undefined, ReadonlySet<string>>();
  /** Those who may do nothing but what they were granted. */
  readonly #policies = new Map<string, readonly Grant[]>();

  /**
   * From now on these are denied, and no others.
   *
   * @param client to whom; without one, to all
   */
  deny(permissions: readonly string[], client?: string): void {
    assertKnown(permissions);
    this.#denied.set(client, new Set(permissions));
  }

  /**
   * From now on a client may do what these allow, and nothing else.
   */
  allowOnly(client: string, grants: readonly Grant[]): void {
    for (const { permissions } of grants) assertKnown(permissions);
    this.#policies.set(client, grants);
  }

  has(permission: string, client: string, resource: string): boolean {
    const denied = [this.#denied.get(undefined), this.#denied.get(client)];
    const allowed =
      this.#policies
        .get(client)
        ?.some(
          ({ permissions, resources = "" }) =>
            permissions.includes(permission) && resource.startsWith(resources),
        ) ?? true;
    return (
      ALL_PERMISSIONS.includes(permission) && allowed && !denied.some((set) => set?.has(permission))
    );
  }

  /**
   * Whether or not the resource is there: who may not see it is not told.
   *
   * @throws GcpError `PERMISSION_DENIED`
   */
  check(call: GcpCallName, client: string, resource: string): void {
    if (call === "TestIamPermissions") return;
    const permission = PERMISSIONS[call];
    if (this.has(permission, client, resource)) return;
    throw new GcpError(
      "PERMISSION_DENIED",
      `Permission '${permission}' denied for resource '${resource}' (or it may not exist).`,
    );
  }
}

function assertKnown(permissions: readonly string[]): void {
  for (const permission of permissions)
    if (!ALL_PERMISSIONS.includes(permission))
      throw new Error(`no call needs the permission ${JSON.stringify(permission)}`);
}
