import { ServiceError } from "./service-error.ts";
import type { StoredSecret } from "./stored-secret.ts";

/**
 * Refuses to change what another service manages, and what is a copy of a secret in another region.
 *
 * @throws ServiceError `InvalidRequestException`
 */
export function checkOwner({ owningService, primaryRegion }: StoredSecret): void {
  if (owningService !== undefined)
    throw new ServiceError(
      "InvalidRequestException",
      `You can't perform this operation on the secret because it is managed by ${owningService}.`,
    );
  if (primaryRegion !== undefined)
    throw new ServiceError(
      "InvalidRequestException",
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
}

/**
 * "To delete a primary secret that is replicated to other Regions, you must first remove the replicas."
 *
 * @throws ServiceError `InvalidRequestException`, `InvalidParameterException`
 */
export function checkDeletable(secret: StoredSecret): void {
  checkOwner(secret);
  const { name, replicaRegions } = secret;
  if (replicaRegions.length > 0)
    throw new ServiceError(
      "InvalidParameterException",
      `You can't delete secret ${name} that still has replica regions [${replicaRegions.join(", ")}]`,
    );
}
