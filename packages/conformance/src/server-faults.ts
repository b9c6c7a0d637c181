/** What a backend can be told to do to the calls that reach it. */
export const SERVER_FAULTS = [
  /** The call is refused, as one too many, and not carried out. */
  "throttled",
  /** The connection ends before the call is carried out. */
  "cut",
  /** The call is carried out, and the connection ends before the answer. */
  "unanswered",
  /** The connection ends, and a call that writes is carried out when the fault is ended. */
  "late",
  /** The call is carried out twice, as by a network that repeats it; the second answer is given. */
  "repeated",
  /** A page of a listing holds half of what it could, and says that there is more. */
  "half page",
  /** A page of a listing holds nothing, and says that there is more. */
  "empty page",
] as const;

/** One of {@link SERVER_FAULTS}. */
export type ServerFault = (typeof SERVER_FAULTS)[number];

/** The calls that a fault happens to, counted over all managers of the backend. */
export interface FaultyCalls {
  /** The first of them: 1 is the next call that the backend is asked. */
  readonly first: number;
  readonly count: number;
}

/** A backend's own faults, which happen at the far end of the wire. */
export interface ServerFaults {
  /** The faults that it can do. */
  readonly kinds: readonly ServerFault[];
  /** Does this to calls that come, as far as it can happen to them. Ends the fault before. */
  begin(kind: ServerFault, calls: FaultyCalls): Promise<void>;
  /** Ends the fault; what it held back takes effect now. */
  end(): Promise<void>;
}
