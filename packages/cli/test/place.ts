import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A user's home and a working folder, for one test. */
export interface Place {
  readonly home: string;
  readonly folder: string;
  /** The variables that `kist` is started with there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Writes a file, relative to the working folder, and answers its path. */
  write(file: string, text: string | Uint8Array): Promise<string>;
  /** Reads a file, relative to the working folder. */
  read(file: string): Promise<string>;
}

/** Where Node keeps what it has compiled of kist: with a home of its own for each test, it would be compiled each time. */
const COMPILED = path.resolve(import.meta.dirname, "../node_modules/.cache/compiled");

/** Makes a home and a folder of their own, which are removed when the test has ended. */
export async function makePlace(): Promise<Place> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "kist-")));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const home = path.join(root, "home");
  const folder = path.join(root, "work");
  const temporary = path.join(root, "tmp");
  for (const one of [home, folder, temporary]) await mkdir(one, { mode: 0o700 });
  return {
    home,
    folder,
    environment: {
      PATH: process.env["PATH"] ?? "",
      HOME: home,
      USERPROFILE: home,
      APPDATA: path.join(home, "AppData", "Roaming"),
      LOCALAPPDATA: path.join(home, "AppData", "Local"),
      XDG_DATA_HOME: path.join(home, ".local", "share"),
      TMPDIR: temporary,
      TEMP: temporary,
      LANG: "C.UTF-8",
      NODE_COMPILE_CACHE: COMPILED,
    },
    write: async (file, text) => {
      const full = path.resolve(folder, file);
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, text);
      return full;
    },
    read: (file) => readFile(path.resolve(folder, file), "utf8"),
  };
}
