import type { Classification } from "@keykist/core";

/** What a call needs; https://cloud.google.com/secret-manager/docs/access-control. */
const permissions: Readonly<Record<string, readonly [permission: string, role: string]>> = {
  AccessSecretVersion: ["versions.access", "secretAccessor"],
  AddSecretVersion: ["versions.add", "secretVersionAdder"],
  CreateSecret: ["secrets.create", "admin"],
  DestroySecretVersion: ["versions.destroy", "secretVersionManager"],
  GetSecret: ["secrets.get", "viewer"],
  ListSecrets: ["secrets.list", "viewer"],
  ListSecretVersions: ["versions.list", "viewer"],
  UpdateSecret: ["secrets.update", "admin"],
};

const READ = ["versions.access", "secretAccessor"] as const;

/** The permission that a call needs, as IAM names it. */
export function permissionFor(step: string): string {
  const [permission] = permissions[step] ?? READ;
  return `secretmanager.${permission}`;
}

/** Classifies a denied call, with the permission that is missing and a role that has it. */
export function denied(step: string | undefined): Classification {
  const [permission, role] = permissions[step ?? ""] ?? READ;
  return {
    code: "PERMISSION_DENIED",
    retry: "never",
    outcome: "not_applied",
    hint: `grant secretmanager.${permission}, which roles/secretmanager.${role} has, to the caller, or check projectId`,
  };
}
