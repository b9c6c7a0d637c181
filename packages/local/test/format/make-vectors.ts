/*
 * Makes the test vectors anew, from the independent implementation: `node test/format/make-vectors.ts`. Only for a new
 * format; vectors that were published are never changed. All keys and values are made up for the purpose.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { arbitrarySchema } from "@keykist/core";
import { LocalSecretsManager } from "../../src/index.ts";
import {
  dataKeys,
  fields,
  fingerprint,
  headerCheck,
  passphraseKey,
  seal,
  stateBound,
  sumOf,
} from "./independent-format.ts";

const folder = path.join(import.meta.dirname, "vectors");
const write = (name: string, value: unknown): void => {
  writeFileSync(path.join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
};
const hex = (bytes: Buffer): string => bytes.toString("hex");
const bytes = (seed: number, length = 32): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (seed + index) % 256));

const openingKey = bytes(1);
const dataKey = bytes(101);
const keys = dataKeys(dataKey);
const state = {
  path: "keykist/global/prod-db",
  type: "arbitrary",
  number: 3,
  revision: "01987c5e-0000-4000-8000-000000000001",
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_123,
};
const entries: readonly (readonly [string, string])[] = [
  ["empty", ""],
  ["password", "tulip \u{1F337}\n\u0000"],
];

const mark = fingerprint(keys.digest, "current", state);
write("sealing.json", {
  sealingKey: hex(keys.sealing),
  kind: "current",
  state,
  fingerprint: hex(mark),
  associatedData: hex(stateBound("current", state, mark)),
  plain: hex(Buffer.from(JSON.stringify(entries), "utf8")),
  entries: Object.fromEntries<string>(entries),
  sealed: hex(
    seal(
      keys.sealing,
      Buffer.from(JSON.stringify(entries), "utf8"),
      stateBound("current", state, mark),
      bytes(7, 12),
    ),
  ),
});

const id = "01987c5e-0000-4000-8000-00000000000a";
const costs = { N: 1024, r: 8, p: 1, salt: bytes(50, 16).toString("base64") };
const withoutCosts = {
  format: 1,
  id,
  source: "key",
  dataKey: seal(openingKey, dataKey, fields("keykist local 1 key", id), bytes(9, 12)).toString(
    "base64",
  ),
} as const;
const passphrase = "correct horse battery staple";
const bound = fields("keykist local 1 key", id, "1024", "8", "1", costs.salt);
const withCosts = {
  format: 1,
  id,
  source: "passphrase",
  costs,
  dataKey: seal(passphraseKey(passphrase, costs), dataKey, bound, bytes(11, 12)).toString("base64"),
} as const;
write("header.json", {
  dataKey: hex(dataKey),
  sealingKey: hex(keys.sealing),
  digestKey: hex(keys.digest),
  key: {
    openingKey: openingKey.toString("base64"),
    header: { ...withoutCosts, check: headerCheck(withoutCosts) },
  },
  passphrase: { passphrase, header: { ...withCosts, check: headerCheck(withCosts) } },
});

const before = {
  ...state,
  number: 2,
  revision: "01987c5e-0000-4000-8000-000000000002",
  updatedAt: state.createdAt,
};
const earlier = fingerprint(keys.digest, "earlier", before);
const sum = sumOf([mark, earlier]);
const sumHex = sum.toString(16).padStart(64, "0");
write("digest.json", {
  digestKey: hex(keys.digest),
  sealingKey: hex(keys.sealing),
  states: [
    { kind: "current", state, fingerprint: hex(mark) },
    { kind: "earlier", state: before, fingerprint: hex(earlier) },
  ],
  digest: sumHex,
  sealed: hex(
    seal(keys.sealing, Buffer.from(sumHex, "hex"), fields("keykist local 1 digest"), bytes(13, 12)),
  ),
});

const temporary = mkdtempSync(path.join(tmpdir(), "keykist-vectors-"));
try {
  const file = path.join(temporary, "secrets.db");
  const clock = { now: () => 1_790_000_000_000, schedule: () => () => undefined };
  const key = openingKey.toString("base64");
  const manager = new LocalSecretsManager({ file, key }, { environment: {}, clock });
  await manager.registerSecret(arbitrarySchema.create("prod-db", { password: "aster" }));
  await manager.updateSecret(
    arbitrarySchema.create("prod-db", { password: "tulip \u{1F337}", empty: "" }),
  );
  await manager.registerSecret(arbitrarySchema.create("team/token", { token: "dahlia" }));
  await manager.close();
  write("store.json", {
    key,
    current: {
      "prod-db": {
        type: "arbitrary",
        number: 2,
        entries: { empty: "", password: "tulip \u{1F337}" },
      },
      "team/token": { type: "arbitrary", number: 1, entries: { token: "dahlia" } },
    },
    earlier: { "prod-db": { number: 1, entries: { password: "aster" } } },
    file: readFileSync(file).toString("base64"),
  });
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
