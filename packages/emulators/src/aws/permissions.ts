import { ServiceError } from "./service-error.ts";

/** The programs that a denial leaves out. */
export interface Denial {
  /** Names of clients in this process, and access keys over HTTP. */
  readonly except?: readonly string[] | undefined;
}

/** Which actions are denied, to everybody or by the policy of one caller. */
export class Permissions {
  #denied: ReadonlySet<string> = new Set();
  #except: ReadonlySet<string> = new Set();
  readonly #policies = new Map<string, ReadonlySet<string>>();

  /** Denies these actions to everybody else, and no others any more. A policy does not allow them. */
  deny(actions: readonly string[], { except = [] }: Denial = {}): void {
    this.#denied = new Set(actions);
    this.#except = new Set(except);
  }

  /** Allows one caller these actions only; `undefined` allows all again, as for those without a policy. */
  setPolicy(caller: string, actions: readonly string[] | undefined): void {
    if (actions === undefined) this.#policies.delete(caller);
    else this.#policies.set(caller, new Set(actions));
  }

  /** Reports whether a caller may do an action, such as `kms:Decrypt`. */
  allows(caller: string, action: string): boolean {
    if (this.#denied.has(action) && !this.#except.has(caller)) return false;
    return this.#policies.get(caller)?.has(action) ?? true;
  }

  /** @throws ServiceError `AccessDeniedException` */
  check(caller: string, operation: string, resource: string): void {
    const action = `secretsmanager:${operation}`;
    if (!this.allows(caller, action))
      throw new ServiceError(
        "AccessDeniedException",
        `User: arn:aws:iam::123456789012:user/keykist is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      );
  }

  /**
   * Checks the use of the KMS key of a secret. The key that AWS manages is everybody's.
   *
   * @throws ServiceError `AccessDeniedException`
   */
  checkKey(caller: string, kmsKeyId: string | undefined, actions: readonly string[]): void {
    if (kmsKeyId === undefined || actions.every((action) => this.allows(caller, action))) return;
    throw new ServiceError("AccessDeniedException", "Access to KMS is not allowed");
  }
}
