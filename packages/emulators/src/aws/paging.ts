import { createHash } from "node:crypto";
import { z } from "zod";
import { ServiceError } from "./service-error.ts";

/** Where a listing stands: it goes on after what sorts here. */
export interface Place {
  readonly value: number | string;
  readonly name: string;
}

interface Position {
  readonly after: Place | undefined;
  /** Whether the page before was empty: the next is not. */
  readonly wasEmpty: boolean;
}

const place = z.strictObject({ value: z.union([z.number(), z.string()]), name: z.string() });
const content = z.strictObject({
  listing: z.string(),
  after: place.optional(),
  wasEmpty: z.boolean(),
});

/** How much of what it could hold a page holds. */
export type PageFilling = "full" | "half" | "empty";

/** A page of a listing. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

export interface PageOptions<Item> {
  readonly items: readonly Item[];
  readonly placeOf: (item: Item) => Place;
  readonly order: "asc" | "desc";
  readonly size: number;
  /** What is listed: a token of another listing is not taken. */
  readonly listing: string;
  readonly token: string | undefined;
  /** What this page is to hold, though more follow: an empty one is followed by one that is not. */
  readonly filling: () => PageFilling;
}

/**
 * One page. A token says after which item the page begins, so that what comes or goes between two pages neither
 * repeats nor hides another item.
 *
 * @throws ServiceError `InvalidNextTokenException`
 */
export function pageOf<Item>(options: PageOptions<Item>): Page<Item> {
  const { items, placeOf, order, size, listing, token, filling } = options;
  const { after, wasEmpty } =
    token === undefined ? { after: undefined, wasEmpty: false } : readToken(token, listing);
  const compare = order === "asc" ? comparePlaces : (a: Place, b: Place) => comparePlaces(b, a);
  const rest = items
    .filter((item) => after === undefined || compare(placeOf(item), after) > 0)
    .toSorted((a, b) => compare(placeOf(a), placeOf(b)));
  const filled = rest.length === 0 || wasEmpty ? "full" : filling();
  if (filled === "empty")
    return { items: [], nextToken: writeToken({ after, wasEmpty: true }, listing) };
  const page = rest.slice(0, filled === "half" ? Math.ceil(size / 2) : size);
  const last = page.at(-1);
  if (page.length === rest.length || last === undefined)
    return { items: page, nextToken: undefined };
  return {
    items: page,
    nextToken: writeToken({ after: placeOf(last), wasEmpty: false }, listing),
  };
}

function comparePlaces(one: Place, other: Place): number {
  if (one.value !== other.value) return one.value < other.value ? -1 : 1;
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

function writeToken(position: Position, listing: string): string {
  const text = JSON.stringify({ listing: digest(listing), ...position });
  return Buffer.from(`${digest(text)}${text}`).toString("base64url");
}

function readToken(token: string, listing: string): Position {
  const written = Buffer.from(token, "base64url").toString();
  const length = digest("").length;
  const text = written.slice(length);
  if (digest(text) !== written.slice(0, length)) throw invalidToken();
  const { after, wasEmpty, ...read } = content.parse(JSON.parse(text));
  if (read.listing !== digest(listing)) throw invalidToken();
  return { after, wasEmpty };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function invalidToken(): ServiceError {
  return new ServiceError("InvalidNextTokenException", "Invalid NextToken.");
}
