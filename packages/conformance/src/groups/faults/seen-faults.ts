import { KeykistError } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";

/** Codes of who was refused because somebody else, or they themselves, had been there. */
const CONFLICTS: ReadonlySet<string> = new Set(["SECRET_EXISTS", "REVISION_CONFLICT"]);

/** What the operations of one case did that met faults, for whoever counts it. */
export class SeenFaults {
  readonly #context: CaseContext;
  readonly #lines: string[] = [];
  #conflicts = 0;
  #retries = 0;
  #ambiguous = 0;
  #refused = 0;

  constructor(context: CaseContext) {
    this.#context = context;
  }

  /**
   * Notes how an operation ended.
   *
   * @param what the operation, what it wrote, and the fault
   * @param more steps that it made beyond those of a quiet day
   */
  note(what: string, end: PromiseSettledResult<unknown>, more = 0): void {
    const error: unknown = end.status === "rejected" ? end.reason : undefined;
    const { code, outcome } = KeykistError.is(error) ? error : { code: "done", outcome: "" };
    this.#lines.push(`${what}: ${end.status} ${code} ${outcome ?? ""} +${more}`);
    this.#conflicts += CONFLICTS.has(code) ? 1 : 0;
    this.#retries += Math.max(0, more);
    this.#ambiguous += outcome === "unknown" ? 1 : 0;
    this.#refused += code === "PERMISSION_DENIED" ? 1 : 0;
  }

  /** Tells what was noted. One client at a time: nobody is in anybody's way. */
  tell(): void {
    this.#context.observe({
      history: this.#lines.join("\n"),
      atOnce: false,
      overlappingWrites: false,
      conflicts: this.#conflicts,
      retries: this.#retries,
      ambiguous: this.#ambiguous,
      refused: this.#refused,
    });
  }
}
