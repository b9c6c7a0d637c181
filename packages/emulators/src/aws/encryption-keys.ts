import type { StoredSecret } from "./stored-secret.ts";

/** What versions show that are encrypted with the key that AWS manages. */
export const DEFAULT_KEY = "DefaultEncryptionKey";

/** "existing versions with the staging labels AWSCURRENT, AWSPENDING, or AWSPREVIOUS" */
const ENCRYPTED_AGAIN: ReadonlySet<string> = new Set(["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]);

/**
 * The key that a secret names, which descriptions show; none where it is the one that AWS manages. Keys are kept, and
 * nothing is encrypted: no key is missing, and none is denied.
 */
export function customerKey(kmsKeyId: string | undefined): string | undefined {
  return kmsKeyId === "" || kmsKeyId === "alias/aws/secretsmanager" ? undefined : kmsKeyId;
}

/** The key of a secret, and of those of its versions that are encrypted with it again. */
export function encryptedAgain(
  { versions }: StoredSecret,
  kmsKeyId: string,
): Pick<StoredSecret, "kmsKeyId" | "versions"> {
  const key = customerKey(kmsKeyId);
  const again = Array.from(versions.values(), (version) =>
    version.stages.some((stage) => ENCRYPTED_AGAIN.has(stage))
      ? Object.assign({}, version, { kmsKeyId: key ?? DEFAULT_KEY })
      : version,
  );
  return { kmsKeyId: key, versions: new Map(again.map((version) => [version.id, version])) };
}
