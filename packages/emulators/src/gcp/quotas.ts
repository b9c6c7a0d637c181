import { GcpError } from "./gcp-error.ts";

/** How many calls are let through; those over it are `RESOURCE_EXHAUSTED`. */
export interface Quotas {
  /** Accesses of payloads, per minute and project. */
  readonly accessesPerMinute: number;
  /** Other reads (get, list), per minute and project. */
  readonly readsPerMinute: number;
  /** Writes, per minute and project. */
  readonly writesPerMinute: number;
  /** AddSecretVersion and UpdateSecret, per second and global secret. */
  readonly writesPerSecondAndSecret: number;
}

/** What Google grants a project by default, says its page on quotas. */
export const DOCUMENTED_QUOTAS: Quotas = {
  accessesPerMinute: 90_000,
  readsPerMinute: 600,
  writesPerMinute: 600,
  writesPerSecondAndSecret: 2,
};

/** Which quota a call counts on. */
export type QuotaKind = "access" | "read" | "write";

interface Bucket {
  left: number;
  at: number;
}

/** Buckets that fill up again with the time of the simulation. */
export class QuotaBuckets {
  readonly #quotas: Quotas | undefined;
  readonly #buckets = new Map<string, Bucket>();

  constructor(quotas: Quotas | undefined) {
    this.#quotas = quotas;
  }

  /**
   * Takes a call of a project.
   *
   * @throws GcpError `RESOURCE_EXHAUSTED`, where none is left
   */
  takeOfProject(kind: QuotaKind, project: string, now: number): void {
    if (this.#quotas === undefined) return;
    const { accessesPerMinute, readsPerMinute, writesPerMinute } = this.#quotas;
    const limit = { access: accessesPerMinute, read: readsPerMinute, write: writesPerMinute }[kind];
    this.#take(`${kind} requests per minute of ${project}`, { limit, ms: 60_000 }, now);
  }

  /** Takes a change of a secret, or a new version of it. */
  takeOfSecret(secret: string, now: number): void {
    if (this.#quotas === undefined) return;
    const limit = this.#quotas.writesPerSecondAndSecret;
    this.#take(`write requests per second of ${secret}`, { limit, ms: 1000 }, now);
  }

  #take(name: string, { limit, ms }: { readonly limit: number; readonly ms: number }, now: number) {
    const bucket = this.#buckets.get(name) ?? { left: limit, at: now };
    bucket.left = Math.min(limit, bucket.left + ((now - bucket.at) * limit) / ms);
    bucket.at = now;
    this.#buckets.set(name, bucket);
    if (bucket.left < 1)
      throw new GcpError("RESOURCE_EXHAUSTED", `Quota exceeded for quota metric: ${name}.`);
    bucket.left -= 1;
  }
}
