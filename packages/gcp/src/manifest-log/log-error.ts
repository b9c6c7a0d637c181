/** What is wrong with a log. */
export type LogProblem =
  /** A record or a value that is in force was destroyed, disabled or changed by something else. */
  | "damaged"
  /** A number below a known one is missing, which the backend promises not to happen. */
  | "hole"
  /** A record was written by a later version. */
  | "newer"
  /** Whenever it was read, it had moved on before the values could be read. */
  | "busy";

/** The log cannot be read. Names keys and numbers, never a value. */
export class LogError extends Error {
  override readonly name: string = "LogError";
  readonly problem: LogProblem;
  /** What to do, where that follows from more than the problem. */
  readonly hint: string | undefined;

  constructor(problem: LogProblem, message: string, hint?: string) {
    super(message);
    this.problem = problem;
    this.hint = hint;
  }
}
