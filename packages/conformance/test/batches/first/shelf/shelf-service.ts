import { randomUUID } from "node:crypto";
import { ShelfError } from "./shelf-error.ts";

/** A document as the service keeps it. */
export interface ShelfDocument {
  readonly key: string;
  readonly body: string;
  /** Indexed, for the service's own search: it folds them to lower case. */
  readonly labels: Readonly<Record<string, string>>;
  /** Free text. */
  readonly notes: Readonly<Record<string, string>>;
  /** Another one after each change of body, labels or notes; none is ever given twice. */
  readonly etag: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a listing shows of a document. */
export type ShelfHead = Omit<ShelfDocument, "body">;

/** What is put: a part that is left out stays as it is. */
export interface ShelfPut {
  readonly body?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly notes?: Readonly<Record<string, string>> | undefined;
}

/** `If-Match: <etag>`, `If-None-Match: *`, or nothing. */
export interface ShelfCondition {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: "*" | undefined;
}

export interface ShelfBatch {
  /** In the order of their keys; what is not there is left out. */
  readonly found: readonly ShelfDocument[];
  readonly failed: readonly { readonly key: string; readonly status: number }[];
}

export interface ShelfPage {
  readonly heads: readonly ShelfHead[];
  /** Where the next page begins; `undefined` after the last. */
  readonly next: string | undefined;
}

/** What the service can be made to refuse. */
export const SHELF_ACTIONS = [
  "shelf:Get",
  "shelf:Put",
  "shelf:Patch",
  "shelf:Delete",
  "shelf:List",
] as const;

/** Documents that one page of a listing looks at; those of other prefixes are left out behind that. */
export const SHELF_PAGE = 40;
/** Keys that one batch takes. */
export const SHELF_BATCH = 20;

/** A store of documents by key, with etags, as an HTTP service offers it; it lives in this process. */
export class ShelfService {
  readonly documents: Map<string, ShelfDocument> = new Map();
  refused: readonly string[] = [];
  calls = 0;
  readonly #origin = randomUUID().slice(0, 8);
  #changes = 0;

  get(key: string): ShelfDocument | undefined {
    this.#enter("shelf:Get");
    return this.documents.get(key);
  }

  /** 412 where the condition does not hold. */
  put(key: string, put: ShelfPut, condition: ShelfCondition = {}): string {
    this.#enter("shelf:Put");
    return this.change(key, put, condition);
  }

  /** Changes notes and labels of what is there: 404, or 412 where the condition does not hold. */
  patch(key: string, put: Omit<ShelfPut, "body">, condition: ShelfCondition = {}): string {
    this.#enter("shelf:Patch");
    if (!this.documents.has(key)) throw new ShelfError(404);
    return this.change(key, put, condition);
  }

  /** 404, or 412 where the condition does not hold. */
  delete(key: string, condition: ShelfCondition = {}): void {
    this.#enter("shelf:Delete");
    if (!this.documents.has(key)) throw new ShelfError(404);
    this.#check(key, condition);
    this.documents.delete(key);
  }

  batchGet(keys: readonly string[]): ShelfBatch {
    this.calls += 1;
    if (keys.length > SHELF_BATCH) throw new ShelfError(400);
    const sorted = [...new Set(keys)].toSorted();
    if (this.refused.includes("shelf:Get")) {
      return { found: [], failed: sorted.map((key) => ({ key, status: 403 })) };
    }
    const found = sorted.map((key) => this.documents.get(key));
    return { found: found.filter((document) => document !== undefined), failed: [] };
  }

  /** A page holds fewer than it may, or none, where documents of other prefixes stand between. */
  list(prefix: string, from: string): ShelfPage {
    this.#enter("shelf:List");
    const rest = [...this.documents.keys()].filter((key) => key >= from).toSorted();
    const heads = rest.slice(0, SHELF_PAGE).flatMap((key) => {
      const document = key.startsWith(prefix) ? this.documents.get(key) : undefined;
      if (document === undefined) return [];
      const { body: _body, ...head } = document;
      return [head];
    });
    return { heads, next: rest[SHELF_PAGE] };
  }

  /** A change that nobody refuses: what managers put, and what tests plant. */
  change(key: string, put: ShelfPut, condition: ShelfCondition = {}): string {
    this.#check(key, condition);
    const before = this.documents.get(key);
    this.#changes += 1;
    const now = new Date();
    const etag = `"${this.#origin}-${this.#changes}"`;
    const labels = Object.entries(put.labels ?? before?.labels ?? {});
    this.documents.set(key, {
      key,
      body: put.body ?? before?.body ?? "",
      labels: Object.fromEntries(labels.map(([name, text]) => [name, text.toLowerCase()])),
      notes: put.notes ?? before?.notes ?? {},
      etag,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    });
    return etag;
  }

  #enter(action: string): void {
    this.calls += 1;
    if (this.refused.includes(action)) throw new ShelfError(403);
  }

  #check(key: string, { ifMatch, ifNoneMatch }: ShelfCondition): void {
    const etag = this.documents.get(key)?.etag;
    if (ifNoneMatch !== undefined && etag !== undefined) throw new ShelfError(412);
    if (ifMatch !== undefined && ifMatch !== etag) throw new ShelfError(412);
  }
}
