import type { OperationName } from "./operations.ts";
import { ServiceError } from "./service-error.ts";

/** Operations that share a rate are in one group. */
const GROUP_OF: Readonly<Record<OperationName, RateGroup>> = {
  BatchGetSecretValue: "BatchGetSecretValue",
  CreateSecret: "CreateSecret",
  DeleteSecret: "DeleteSecret",
  DescribeSecret: "DescribeSecret",
  GetResourcePolicy: "ResourcePolicy",
  GetSecretValue: "GetSecretValue",
  ListSecretVersionIds: "ListSecretVersionIds",
  ListSecrets: "ListSecrets",
  PutSecretValue: "Write",
  RestoreSecret: "RestoreSecret",
  TagResource: "Tag",
  UntagResource: "Tag",
  UpdateSecret: "Write",
  UpdateSecretVersionStage: "Write",
};

export type RateGroup =
  | "BatchGetSecretValue"
  | "CreateSecret"
  | "DeleteSecret"
  | "DescribeSecret"
  | "GetSecretValue"
  | "ListSecretVersionIds"
  | "ListSecrets"
  | "ResourcePolicy"
  | "RestoreSecret"
  | "Tag"
  | "Write";

/** Requests per second, by the group of operations that share them. */
export type RequestRates = Readonly<Record<RateGroup, number>>;

/** The quotas of one account and region, as of November 2026. */
export const DOCUMENTED_RATES: RequestRates = {
  BatchGetSecretValue: 100,
  CreateSecret: 50,
  DeleteSecret: 50,
  DescribeSecret: 40_000,
  GetSecretValue: 10_000,
  ListSecretVersionIds: 50,
  ListSecrets: 100,
  ResourcePolicy: 50,
  RestoreSecret: 50,
  Tag: 50,
  Write: 50,
};

/** Buckets of one second's requests, filled by the clock. Requests that are refused take nothing. */
export class RequestRateLimit {
  readonly #rates: Partial<RequestRates>;
  readonly #buckets = new Map<RateGroup, { readonly left: number; readonly at: number }>();

  /** @param rates what has no rate is not limited */
  constructor(rates: Partial<RequestRates>) {
    this.#rates = rates;
  }

  /** @throws ServiceError `ThrottlingException` */
  take(operation: OperationName, at: number): void {
    const group = GROUP_OF[operation];
    const rate = this.#rates[group];
    if (rate === undefined) return;
    const bucket = this.#buckets.get(group) ?? { left: rate, at };
    const left = Math.min(rate, bucket.left + ((at - bucket.at) * rate) / 1000);
    const isTaken = left >= 1;
    this.#buckets.set(group, { left: isTaken ? left - 1 : left, at });
    if (!isTaken) throw new ServiceError("ThrottlingException", "Rate exceeded");
  }
}
