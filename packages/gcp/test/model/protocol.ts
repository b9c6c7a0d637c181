import { collect, type CollectOptions } from "../../src/manifest-log/collect.ts";
import type { LogPort } from "../../src/manifest-log/log-port.ts";
import { LogReader } from "../../src/manifest-log/log-reader.ts";
import { LogWriter, type LogWriterOptions } from "../../src/manifest-log/log-writer.ts";
import { uncover } from "../../src/manifest-log/repair.ts";

/** The parts of the protocol that a mutant can exchange. */
export interface Protocol {
  readonly reader: (port: LogPort) => LogReader;
  readonly writer: (port: LogPort, reader: LogReader, options: LogWriterOptions) => LogWriter;
  readonly collect: (port: LogPort, reader: LogReader, options: CollectOptions) => Promise<void>;
  readonly repair: (port: LogPort, writer: LogWriter) => Promise<unknown>;
}

/** The protocol as it is. */
export const protocol: Protocol = {
  reader: (port) => new LogReader(port),
  writer: (port, reader, options) => new LogWriter(port, reader, options),
  collect,
  repair: (port, writer) =>
    writer.update(async ({ manifest }) =>
      manifest === undefined
        ? { kind: "decline", refusal: "nothing there" }
        : { kind: "commit", content: { ...manifest, keys: await uncover(port, manifest) } },
    ),
};
