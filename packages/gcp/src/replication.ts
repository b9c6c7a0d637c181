import { KeykistError } from "@keykist/core";
import type { GcpConfig } from "./config.ts";

const LOCATION = /^[a-z0-9-]+$/u;
const KMS_KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/u;

/** Where the payloads of a new secret are kept, and what encrypts them, as CreateSecret takes it. */
export function replicationOf({ location, replication, kmsKeyName }: GcpConfig): object {
  const encryption = encryptionOf(kmsKeyName);
  // A regional secret is kept where it is.
  if (location !== undefined) return encryption;
  const places = Object.entries(replication);
  if (places.length === 0) return { replication: { automatic: encryption } };
  const replicas = places.map(([place, key]) =>
    Object.assign({ location: place }, encryptionOf(key)),
  );
  return { replication: { userManaged: { replicas } } };
}

function encryptionOf(kmsKeyName: string | undefined): object {
  return kmsKeyName === undefined || kmsKeyName === ""
    ? {}
    : { customerManagedEncryption: { kmsKeyName } };
}

/**
 * Checks how the fields of the configuration fit each other.
 *
 * @throws KeykistError `INVALID_CONFIG`
 */
export function checkReplication({ location, replication, kmsKeyName }: GcpConfig): void {
  const places = Object.entries(replication);
  if (places.length === 0) return;
  const problem = [
    location !== undefined && "not beside location: a regional secret is kept in its region",
    kmsKeyName !== undefined && "not beside kmsKeyName: each location names its own key",
    places.some(([place]) => !LOCATION.test(place)) && "each name is a location: europe-west1",
    places.some(([, key]) => key !== "" && !KMS_KEY.test(key)) &&
      "each value is a Cloud KMS key, projects/P/locations/L/keyRings/R/cryptoKeys/K, or empty",
  ].find((each) => each !== false);
  if (problem === undefined) return;
  throw new KeykistError(
    "INVALID_CONFIG",
    `the configuration is not valid: replication: ${problem}`,
    {
      issues: [{ key: "replication", problem }],
      hint: 'give locations and their keys: { "europe-west1": "", "europe-west4": "" }',
    },
  );
}
