import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConformanceBackend, ConformanceHarness, PeekedSecret } from "@keykist/conformance";
import { TemplateSecretsManager } from "../src/index.ts";
import { idOf } from "../src/names.ts";

/** The highest number among the states of a secret; 0 where there are none. */
function latestNumber(folder: string): number {
  if (!existsSync(folder)) return 0;
  return Math.max(0, ...readdirSync(folder).map(Number).filter(Number.isInteger));
}

/** Reads a secret as a person would, who knows how the files are laid out. */
function peek(folder: string): PeekedSecret | undefined {
  const number = latestNumber(folder);
  if (number === 0) return undefined;
  const file = path.join(folder, String(number));
  const [head, pairs] = readFileSync(file, "utf8").split("\n", 2).map(parseJson);
  if (Reflect.get(Object(head), "kind") === "deleted") return undefined;
  const type = String(Reflect.get(Object(head), "type"));
  const entries: PeekedSecret["entries"] = Object.fromEntries(Array.isArray(pairs) ? pairs : []);
  return { type, owned: true, entries };
}

function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  return parsed;
}

function open(): ConformanceBackend {
  const root = mkdtempSync(path.join(tmpdir(), "keykist-template-"));
  const folderOf = (full: string): string => path.join(root, idOf(full));
  const put = (full: string, type: string, entries: Readonly<Record<string, string>>): void => {
    const folder = folderOf(full);
    mkdirSync(folder, { recursive: true });
    const head = { kind: "secret", path: full, type, committedAt: new Date() };
    const text = `${JSON.stringify(head)}\n${JSON.stringify(Object.entries(entries))}\n`;
    writeFileSync(path.join(folder, `${latestNumber(folder) + 1}`), text);
  };
  return {
    manager: (config, options) => new TemplateSecretsManager({ ...config, folder: root }, options),
    peek: async (full) => peek(folderOf(full)),
    plant: async (full, entries, { type = "arbitrary" }) => {
      put(full, type, entries);
    },
    fill: async (paths) => {
      for (const full of paths) put(full, "arbitrary", { password: "tulip" });
    },
    close: async () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** An error as the operating system gives it. */
function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The flavor, as the conformance suite takes hold of it. */
export const templateHarness: ConformanceHarness = {
  flavor: "template",
  backend: "files in a folder",
  open: async () => open(),
  // Nothing but keykist writes into the folder.
  plantsUnowned: false,
  pageSize: 100,
  budgets: {
    getSecret: 1,
    describeSecret: 1,
    getAllSecretKeys: 2,
    listSecrets: 2,
    registerSecret: 4,
    updateSecret: 4,
    "updateSecret-guarded": 4,
    modifySecret: 5,
    deleteSecret: 4,
    "deleteSecret-guarded": 4,
  },
  // The system refuses a step for good: a folder or a file that only others may write to.
  refusal: () => systemError("EACCES"),
  faults: {
    denied: () => systemError("EACCES"),
    unavailable: () => systemError("EIO"),
  },
};

export default templateHarness;
