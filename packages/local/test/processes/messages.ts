import { z } from "zod";

const failure = z.object({
  code: z.string(),
  outcome: z.string().optional(),
  message: z.string(),
});

/** What went wrong in a child, as it tells it. */
export type Failure = z.infer<typeof failure>;

/** What a child says to its parent: one line of JSON on its stdout, written before it goes on. */
export const messageSchema = z.discriminatedUnion("kind", [
  /** It has started and waits for the parent's word, or goes on if its program needs none. */
  z.object({ kind: z.literal("ready") }),
  /** What it found in the store: the marker of each secret, `torn` where its keys do not agree. */
  z.object({ kind: z.literal("found"), markers: z.record(z.string(), z.string()) }),
  /** It is about to call an operation that leaves a secret with this marker, or without being. */
  z.object({
    kind: z.literal("call"),
    operation: z.string(),
    name: z.string(),
    marker: z.string().nullable(),
  }),
  /** The operation that it called has answered. */
  z.object({ kind: z.literal("acknowledged") }),
  /** The operation that it called has failed. */
  z.object({ kind: z.literal("failed"), failure }),
  /** All its increments are done. */
  z.object({
    kind: z.literal("incremented"),
    acknowledged: z.record(z.string(), z.number()),
    failures: z.array(failure),
    /** Milliseconds that the slowest of them took. */
    worstWait: z.number(),
    /** Tries that the unluckiest of them took. */
    mostTries: z.number(),
  }),
  /** One operation was called while the n-th file operation was made to fail. */
  z.object({
    kind: z.literal("faulted"),
    folder: z.string(),
    /** The file operation that was hit; `null` where there were not so many. */
    hit: z.string().nullable(),
    failure: failure.nullable(),
  }),
]);

export type Message = z.infer<typeof messageSchema>;
