import { ServiceError } from "./service-error.ts";

/** Which actions are denied to whoever calls. */
export class Permissions {
  #denied: ReadonlySet<string> = new Set();

  /** Denies these actions, and no others any more. */
  deny(actions: readonly string[]): void {
    this.#denied = new Set(actions);
  }

  /** @throws ServiceError `AccessDeniedException` */
  check(operation: string, resource: string): void {
    const action = `secretsmanager:${operation}`;
    if (this.#denied.has(action))
      throw new ServiceError(
        "AccessDeniedException",
        `User: arn:aws:iam::123456789012:user/keykist is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      );
  }
}
