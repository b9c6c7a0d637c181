import { randomUUID } from "node:crypto";
import type { Classification } from "@keykist/core";

/** What the server of the document answers when it does not give it. */
export class DocumentError extends Error {
  override readonly name: string = "DocumentError";
  readonly status: number;

  constructor(status: number) {
    super(`the document's server answered ${status}`);
    this.status = status;
  }
}

export const documentTable: ReadonlyMap<number, Classification> = new Map([
  [401, { code: "UNAUTHENTICATED", retry: "never" }],
  [403, { code: "PERMISSION_DENIED", retry: "never" }],
  [422, { code: "CORRUPT", retry: "never" }],
  [429, { code: "THROTTLED", retry: "safe" }],
  [503, { code: "UNAVAILABLE", retry: "safe" }],
]);

/** A secret in the document, as its publisher writes it. */
export interface PublishedSecret {
  readonly path: string;
  /** Absent in what is not meant for keykist. */
  readonly type?: string | undefined;
  readonly revision: string;
  readonly publishedAt: string;
  readonly entries: Readonly<Record<string, string>>;
}

/** Whether a part of a document is a secret. */
export function isPublished(secret: unknown): secret is PublishedSecret {
  const field = (name: string): unknown => Reflect.get(Object(secret), name);
  const texts = ["path", "revision", "publishedAt"].map(field);
  return texts.every((text) => typeof text === "string") && typeof field("entries") === "object";
}

/** A document that somebody publishes, and everybody else can only fetch. */
export class DocumentSource {
  readonly #secrets = new Map<string, PublishedSecret>();
  calls = 0;

  /** The text that is published now: a JSON array of secrets. */
  async fetch(): Promise<string> {
    this.calls += 1;
    return JSON.stringify([...this.#secrets.values()]);
  }

  /** What its publisher does. */
  publish(path: string, entries: Readonly<Record<string, string>>, type?: string): void {
    const publishedAt = new Date().toISOString();
    this.#secrets.set(path, { path, type, revision: randomUUID(), publishedAt, entries });
  }

  published(path: string): PublishedSecret | undefined {
    return this.#secrets.get(path);
  }
}
