import type { Classification } from "@keykist/core";

/** A state of the backend that an operation cannot go on from, and what it means. */
export class AwsStateError extends Error {
  readonly classification: Classification;
  readonly $metadata: unknown;

  /**
   * @param source the error of AWS that is explained, whose name, message and request id are kept
   */
  constructor(classification: Classification, source?: unknown) {
    const shown = source instanceof Error ? source : undefined;
    super(shown?.message ?? classification.reason ?? classification.code);
    this.name = shown?.name ?? "AwsStateError";
    this.$metadata = Reflect.get(Object(source), "$metadata");
    this.classification = classification;
  }
}
