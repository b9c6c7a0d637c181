import type { Timestamp } from "./gcp-calls.ts";

/** A time of milliseconds since the Unix epoch, or a span of them, as protocol buffers have it. */
export function timestamp(time: number): Timestamp {
  const seconds = Math.floor(time / 1000);
  return { seconds: String(seconds), nanos: (time - seconds * 1000) * 1_000_000 };
}

/** Milliseconds of a time or a span. */
export function milliseconds({ seconds, nanos = 0 }: Timestamp): number {
  return Number(seconds) * 1000 + nanos / 1_000_000;
}
