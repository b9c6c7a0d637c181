import type { Random } from "@keykist/conformance";
import type { EmulatedState } from "../emulated-state.ts";
import type { LaggingViews } from "../lagging-views.ts";
import type { Simulation } from "../simulation.ts";
import type { VersionedMap } from "../versioned-map.ts";
import { checkNotDeleted, isGone } from "./deletion.ts";
import { addressOf } from "./names.ts";
import { checkOwner } from "./others.ts";
import type { PageFilling } from "./paging.ts";
import { ServiceError } from "./service-error.ts";
import type { StoredSecret } from "./stored-secret.ts";

/** What the operations work on. */
export interface SecretsServiceOptions {
  readonly simulation: Simulation;
  readonly state: EmulatedState;
  readonly reads: LaggingViews;
  readonly lists: LaggingViews;
  readonly region: string;
  /** The longest that a forced deletion takes; milliseconds. */
  readonly maximumDeletionTime: number;
  /** The part of the pages that are empty, though more follow. */
  readonly emptyPages: number;
}

export const ACCOUNT = "123456789012";

/** The secrets, and how they are found. */
export class SecretsService {
  readonly options: SecretsServiceOptions;
  /** What the next page is to hold, past the seed. */
  nextPage: PageFilling | undefined;
  readonly #secrets: VersionedMap<string, StoredSecret>;
  readonly #random: Random;

  constructor(options: SecretsServiceOptions) {
    this.options = options;
    this.#secrets = options.state.map();
    this.#random = options.simulation.random("aws");
  }

  /** All secrets that are there at a time, also those that are marked for deletion. */
  all(at: number): StoredSecret[] {
    return [...this.#secrets.values()].filter((secret) => !isGone(secret, at));
  }

  /** A secret by name or ARN, also one that is marked for deletion. */
  find(secretId: string, at: number): StoredSecret | undefined {
    const { name, arn } = addressOf(secretId);
    const secret = this.#secrets.get(name);
    if (secret === undefined || isGone(secret, at)) return undefined;
    return arn === undefined || arn === secret.arn ? secret : undefined;
  }

  /**
   * A secret by name or ARN, also one that is marked for deletion.
   *
   * @throws ServiceError `ResourceNotFoundException`
   */
  get(secretId: string, at: number): StoredSecret {
    const secret = this.find(secretId, at);
    if (secret === undefined)
      throw new ServiceError(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret.",
      );
    return secret;
  }

  /**
   * A secret that is not marked for deletion.
   *
   * @throws ServiceError `ResourceNotFoundException`, `InvalidRequestException`
   */
  getPresent(secretId: string, at: number): StoredSecret {
    const secret = this.get(secretId, at);
    checkNotDeleted(secret);
    return secret;
  }

  /**
   * A secret that is not marked for deletion, and whose versions callers may change.
   *
   * @throws ServiceError `ResourceNotFoundException`, `InvalidRequestException`
   */
  getWritable(secretId: string, at: number): StoredSecret {
    const secret = this.getPresent(secretId, at);
    checkOwner(secret);
    return secret;
  }

  /** Keeps a secret in place of what there was of its name. */
  put(secret: StoredSecret): void {
    this.#secrets.set(secret.name, secret);
  }

  /** An ARN that no secret had. */
  newArn(name: string): string {
    return `arn:aws:secretsmanager:${this.options.region}:${ACCOUNT}:secret:${name}-${this.#characters(6)}`;
  }

  /** How long a forced deletion takes this time. */
  deletionTime(): number {
    return this.#random.below(this.options.maximumDeletionTime + 1);
  }

  /** What the next page holds: what was asked for it, or what the seed decides. */
  pageFilling(): PageFilling {
    const asked = this.nextPage;
    this.nextPage = undefined;
    if (asked !== undefined) return asked;
    const { emptyPages } = this.options;
    return emptyPages > 0 && this.#random.next() < emptyPages ? "empty" : "full";
  }

  #characters(count: number): string {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    return Array.from({ length: count }, () => letters[this.#random.below(letters.length)]).join(
      "",
    );
  }
}
