import type { ReadStream, WriteStream } from "node:tty";

/** The variables that a program is started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What surrounds `kist`: the process that it runs in. */
export interface Host {
  /** The file of this program, to start it again. */
  readonly program: string;
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly stdin: NodeJS.ReadStream | ReadStream;
  readonly stdout: NodeJS.WriteStream | WriteStream;
  readonly stderr: NodeJS.WriteStream | WriteStream;
  /** Aborted by ctrl-C and by a polite request to end. */
  readonly signal: AbortSignal;
}
