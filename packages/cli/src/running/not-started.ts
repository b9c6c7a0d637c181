import { UsageError } from "../usage-error.ts";

/** What a shell says of a command that is not there, and of one that cannot be run. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

/** A command that could not be started, and the exit code that shells give then. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
  readonly exitCode: number;

  constructor(command: string, problem: string, exitCode: number) {
    super(`cannot run ${JSON.stringify(command)}: ${problem}`);
    this.exitCode = exitCode;
  }
}

/** What a failure to start a command means to a person. */
export function notStarted(command: string, error: unknown): Error {
  const code: unknown = Reflect.get(Object(error), "code");
  switch (code) {
    case "ENOENT":
      return new NotStarted(command, "there is no such command", NOT_FOUND);
    case "EACCES":
      return new NotStarted(command, "permission denied", NOT_RUNNABLE);
    case "E2BIG":
      return new NotStarted(command, "the variables are too large for this system", NOT_RUNNABLE);
    case "EINVAL":
      return new UsageError("a batch file cannot be run by itself", "kist run -- cmd /c …");
    default:
      return new NotStarted(
        command,
        typeof code === "string" ? code : "it cannot be started",
        NOT_RUNNABLE,
      );
  }
}
