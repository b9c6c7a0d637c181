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

/** Who may do what. All may do all, but what is denied. */
export class Permissions {
  /** What is denied to each client, and under `undefined` to all. */
  readonly #denied = new Map<string | undefined, ReadonlySet<string>>();

  /**
   * From now on these are denied, and no others.
   *
   * @param client to whom; without one, to all
   */
  deny(permissions: readonly string[], client?: string): void {
    for (const permission of permissions)
      if (!ALL_PERMISSIONS.includes(permission))
        throw new Error(`no call needs the permission ${JSON.stringify(permission)}`);
    this.#denied.set(client, new Set(permissions));
  }

  has(permission: string, client: string): boolean {
    const denied = [this.#denied.get(undefined), this.#denied.get(client)];
    return ALL_PERMISSIONS.includes(permission) && !denied.some((set) => set?.has(permission));
  }

  /**
   * Whether or not the resource is there: who may not see it is not told.
   *
   * @throws GcpError `PERMISSION_DENIED`
   */
  check(call: GcpCallName, client: string, resource: string): void {
    if (call === "TestIamPermissions") return;
    const permission = PERMISSIONS[call];
    if (this.has(permission, client)) return;
    throw new GcpError(
      "PERMISSION_DENIED",
      `Permission '${permission}' denied for resource '${resource}' (or it may not exist).`,
    );
  }
}
