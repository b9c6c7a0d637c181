import type { ErrorCode } from "../errors/error-code.ts";
import type { OperationOptions } from "./secrets-manager.ts";

/** What was looked at, and how it is. Holds no value of a secret. */
export type Diagnosis =
  | {
      readonly status: "ok" | "note";
      /** What was looked at, in a word or two: `"credentials"`. */
      readonly about: string;
      readonly says: string;
    }
  | {
      readonly status: "problem";
      readonly about: string;
      readonly says: string;
      /** The exact next step. */
      readonly next: string;
      /** What an operation would fail with. */
      readonly code: ErrorCode;
    };

/**
 * A manager that can look at its own backend for whoever sets it up: who it is there, what it may do. A flavor class
 * has the method where there is something to say; `kist doctor` shows what it finds.
 *
 * @example
 * ```ts
 * class AcmeSecretsManager extends BaseSecretsManager<AcmeConfig> implements Diagnosable {
 *   async *diagnose({ signal }: OperationOptions = {}): AsyncIterable<Diagnosis> {
 *     yield { status: "ok", about: "identity", says: await this.#whoAmI(signal) };
 *   }
 * }
 * ```
 */
export interface Diagnosable {
  /**
   * Looks at the backend, and changes nothing there. What is wrong is answered, not thrown: one finding each, the
   * first ones first.
   */
  diagnose(options?: OperationOptions): AsyncIterable<Diagnosis>;
}

/** Reports whether a manager, or the prototype of a flavor class, can look at its backend. */
export function isDiagnosable(manager: unknown): manager is Diagnosable {
  return typeof Reflect.get(Object(manager), "diagnose") === "function";
}
