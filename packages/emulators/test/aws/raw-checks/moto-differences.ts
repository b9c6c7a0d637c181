/** What moto does otherwise than AWS's documentation says, as one of the checks sees it. */
export interface MotoDifference {
  readonly check: string;
  /** What is seen of moto. */
  readonly seen: unknown;
  /** Who is right, and why. */
  readonly decided: string;
}

export const motoDifferences: readonly MotoDifference[] = [];
