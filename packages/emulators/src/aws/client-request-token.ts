import type { Random } from "@keykist/conformance";
import { ServiceError } from "./service-error.ts";

/**
 * The token of a request that makes a version: "you must generate a ClientRequestToken and include it in the
 * request". SDKs and tools do.
 *
 * @throws ServiceError `InvalidRequestException` where there is none, `InvalidParameterException` for its length
 */
export function requiredToken(token: string | undefined): string {
  if (token === undefined)
    throw new ServiceError(
      "InvalidRequestException",
      "You must provide a ClientRequestToken value. We recommend a UUID-type value.",
    );
  if (token.length < 32 || token.length > 64)
    throw new ServiceError(
      "InvalidParameterException",
      "ClientRequestToken must be 32-64 characters long.",
    );
  return token;
}

/** A token in the form of a UUID, as the SDK fills it in. */
export function newToken(random: Random): string {
  const digits = Array.from({ length: 30 }, () => random.below(16).toString(16)).join("");
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 15),
    digits.slice(15, 18),
  ];
  return `${parts[0]}-${parts[1]}-4${parts[2]}-a${parts[3]}-${digits.slice(18)}`;
}
