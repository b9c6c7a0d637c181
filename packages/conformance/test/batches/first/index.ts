import type { ConformanceHarness } from "@keykist/conformance";
import type { BaseName, BrokenFlavor } from "./broken-flavor.ts";
import { brokenDocuments } from "./document/broken-documents.ts";
import { documentHarness } from "./document/document-harness.ts";
import { brokenAppends } from "./ledger/broken-appends.ts";
import { brokenStories } from "./ledger/broken-stories.ts";
import { brokenUndelete } from "./ledger/broken-undelete.ts";
import { ledgerHarness } from "./ledger/ledger-harness.ts";
import { brokenCaches } from "./rows/broken-caches.ts";
import { brokenTables } from "./rows/broken-tables.ts";
import { brokenWrites as brokenRowsWrites } from "./rows/broken-writes.ts";
import { rowsHarness } from "./rows/rows-harness.ts";
import { brokenClients } from "./shelf/broken-clients.ts";
import { brokenReads } from "./shelf/broken-reads.ts";
import { brokenWrites as brokenShelfWrites } from "./shelf/broken-writes.ts";
import { shelfHarness } from "./shelf/shelf-harness.ts";

/** The correct flavors that the broken ones are made of. */
export const bases: Readonly<Record<BaseName, ConformanceHarness>> = {
  shelf: shelfHarness(),
  ledger: ledgerHarness(),
  rows: rowsHarness(),
  document: documentHarness(),
};

/** Forty flavors with one defect each, written from the contract alone. */
export const brokenFlavors: readonly BrokenFlavor[] = [
  ...brokenReads,
  ...brokenShelfWrites,
  ...brokenClients,
  ...brokenStories,
  ...brokenAppends,
  ...brokenUndelete,
  ...brokenTables,
  ...brokenRowsWrites,
  ...brokenCaches,
  ...brokenDocuments,
];
