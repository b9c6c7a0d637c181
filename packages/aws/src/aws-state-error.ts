import type { Classification } from "@keykist/core";

/** A state of the backend that an operation cannot go on from, and what it means. */
export class AwsStateError extends Error {
  readonly classification: Classification;

  constructor(classification: Classification) {
    super(classification.reason ?? classification.code);
    this.name = "AwsStateError";
    this.classification = classification;
  }
}
