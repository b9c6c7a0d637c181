import { invalidArgument } from "./gcp-error.ts";
import type { ListRequest } from "./gcp-calls.ts";

/** What a page is when its size is not asked for: the service decides, and so does the emulator. */
const DEFAULT_PAGE_SIZE = 100;
const LARGEST_PAGE = 25_000;

/** How much of what it could hold a page holds; "may return fewer", also none (https://google.aip.dev/158). */
export type PageFilling = "full" | "half" | "empty";

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
  readonly totalSize: number;
}

/**
 * One page of a list, newest first. A token says where to go on by what was created before: what is created
 * or deleted between two pages shifts nothing.
 *
 * @param items all that pass the filter, with the number that says in which order they were created
 */
export function page<Item extends { readonly serial: number }>(
  items: readonly Item[],
  { pageSize = 0, pageToken = "", filter = "" }: ListRequest,
  filling: PageFilling = "full",
): PageOf<Item> {
  if (pageSize < 0) throw invalidArgument("page_size cannot be negative.");
  const size = Math.min(pageSize === 0 ? DEFAULT_PAGE_SIZE : pageSize, LARGEST_PAGE);
  const sorted = items.toSorted((a, b) => b.serial - a.serial);
  // A token is JSON, which has no infinity.
  const before = pageToken === "" ? Number.MAX_SAFE_INTEGER : readToken(pageToken, filter);
  const left = sorted.filter(({ serial }) => serial < before);
  const totalSize = filter === "" ? items.length : 0;
  if (filling === "empty" && left.length > 0)
    return { items: [], nextPageToken: writeToken(before, filter), totalSize };
  const shown = left.slice(0, filling === "half" ? Math.ceil(size / 2) : size);
  const last = shown.at(-1);
  const isLastPage = last === undefined || shown.length === left.length;
  return {
    items: shown,
    nextPageToken: isLastPage ? "" : writeToken(last.serial, filter),
    totalSize,
  };
}

function writeToken(before: number, filter: string): string {
  return Buffer.from(JSON.stringify([before, filter])).toString("base64url");
}

function readToken(token: string, filter: string): number {
  const refused = invalidArgument("The page token is not valid for this request.");
  try {
    const content: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(content) && typeof content[0] === "number" && content[1] === filter)
      return content[0];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw refused;
}
