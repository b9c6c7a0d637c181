/** A case that does much, and so catches beside its own saboteurs those of narrower cases. */
export interface BroadCase {
  readonly case: string;
  readonly because: string;
  /** The saboteurs, by the cases that they break. */
  readonly alsoCatches: readonly string[];
}
