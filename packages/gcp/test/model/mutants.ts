import { collect } from "../../src/manifest-log/collect.ts";
import type { LogPort } from "../../src/manifest-log/log-port.ts";
import { LogReader } from "../../src/manifest-log/log-reader.ts";
import {
  type CommitOutcome,
  LogWriter,
  type LogWriterOptions,
} from "../../src/manifest-log/log-writer.ts";
import { encodeManifest, type Manifest } from "../../src/manifest-log/manifest.ts";
import type { Finding } from "./findings.ts";
import { type Protocol, protocol } from "./protocol.ts";

/** A protocol with one rule left out, which the model check has to find. */
export interface Mutant {
  readonly title: string;
  readonly protocol: Protocol;
  /** What it must be caught by: at least one of these. */
  readonly caughtBy: readonly [Finding, ...Finding[]];
}

class NoValidityRule extends LogReader {
  protected override async resolve(top: number): ReturnType<LogReader["resolve"]> {
    for (let number = top; number > 0; number -= 1) {
      const record = await this.record(number);
      if (record.kind === "manifest")
        return { kind: "in_force", number, manifest: record.manifest };
    }
    return { kind: "in_force", number: 0, manifest: undefined };
  }
}

class ReaderSkipsDestroyed extends LogReader {
  protected override hides(): boolean {
    return false;
  }
}

class FollowsForgeries extends LogReader {
  protected override accepts(): boolean {
    return true;
  }
}

class RestartOnly extends LogReader {
  protected override unmoved(): void {}
}

class NoWinnerCheck extends LogWriter {
  protected override async decide(manifest: Manifest, landed: number): Promise<CommitOutcome> {
    return { kind: "committed", number: landed, manifest };
  }
}

class WriterSkipsDestroyed extends LogWriter {
  protected override hides(): boolean {
    return false;
  }
}

class TimeoutIsFailure extends LogWriter {
  readonly #port: LogPort;

  constructor(port: LogPort, reader: LogReader, options: LogWriterOptions) {
    super(port, reader, options);
    this.#port = port;
  }

  protected override async append(manifest: Manifest): Promise<CommitOutcome> {
    const appended = await this.#port.head.append(encodeManifest(manifest));
    if (appended.kind === "unknown") return { kind: "lost" };
    return this.decide(manifest, appended.number);
  }
}

class TakesEarlierAttempts extends LogWriter {
  protected override isCopy(record: Manifest, { transaction }: Manifest): boolean {
    return record.transaction === transaction;
  }
}

const readBy = (Reader: new (port: LogPort) => LogReader): Protocol => ({
  ...protocol,
  reader: (port) => new Reader(port),
});

const writtenBy = (
  Writer: new (port: LogPort, reader: LogReader, options: LogWriterOptions) => LogWriter,
): Protocol => ({
  ...protocol,
  writer: (port, reader, options) => new Writer(port, reader, options),
});

export const mutants: readonly Mutant[] = [
  {
    title: "no winner check",
    protocol: writtenBy(NoWinnerCheck),
    caughtBy: ["lost update"],
  },
  {
    title: "no validity rule",
    protocol: readBy(NoValidityRule),
    caughtBy: ["lost update", "wrong state"],
  },
  {
    title: "the reader skips destroyed records",
    protocol: readBy(ReaderSkipsDestroyed),
    caughtBy: ["wrong state", "stale strong read", "lost update"],
  },
  {
    title: "the writer skips destroyed records",
    protocol: writtenBy(WriterSkipsDestroyed),
    caughtBy: ["lost update"],
  },
  {
    title: "on destroyed records, the reader only begins again",
    protocol: readBy(RestartOnly),
    caughtBy: ["starved reader"],
  },
  {
    title: "manifests of other paths, or with other ids, are followed",
    protocol: readBy(FollowsForgeries),
    caughtBy: ["wrong state", "another's value destroyed"],
  },
  {
    title: "a timeout is taken for a failure",
    protocol: writtenBy(TimeoutIsFailure),
    caughtBy: ["double commit"],
  },
  {
    title: "a late copy of an earlier attempt is taken for one of this attempt",
    protocol: writtenBy(TakesEarlierAttempts),
    caughtBy: ["lost update"],
  },
  {
    title: "collection keeps no previous manifest",
    protocol: {
      ...protocol,
      collect: (port, reader, options) => collect(port, reader, { ...options, previous: 0 }),
    },
    caughtBy: ["starved reader", "false alarm"],
  },
  {
    title: "repair destroys the newest version",
    protocol: {
      ...protocol,
      repair: async (port) => {
        const { manifest } = await protocol.reader(port).strong();
        for (const { secret, version } of manifest?.keys.values() ?? []) {
          if (version === undefined) continue;
          const versions = port.key(secret);
          for (const { number } of await versions.active())
            if (number > version.number) await versions.destroy(number);
        }
      },
    },
    caughtBy: ["latest broken"],
  },
];
