/** One `KEY=VALUE` of a .env file, as one reader takes it. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
  /** The line that its key is on, from 1. */
  readonly line: number;
}

/** A line that a reader does not take whole, and why. The reason never quotes the line, which may hold a value. */
export interface Loss {
  readonly line: number;
  readonly reason: string;
}

/** What one reader makes of a .env file. Of a key that is assigned twice, the last assignment counts. */
export interface Reading {
  readonly assignments: readonly Assignment[];
  readonly losses: readonly Loss[];
}

/** The reasons that several readers share. */
export const REASONS = {
  noSign: "it is not KEY=VALUE",
  noKey: "what stands before its = is not a valid key",
  hash: "everything from its # is left out",
  behindQuote: "what follows the closing quote is left out",
  continued: "it ends with a backslash, and the next line is not joined to it",
  block: "a value of several lines needs quotes",
  nextLine: "its value is taken from the next line",
  carriageReturn: "a carriage return in it is left out",
} as const;
