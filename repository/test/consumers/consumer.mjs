import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The project of a user, which has the packed packages installed. scripts/packed.mjs makes it. */
export const consumer = process.env.KEYKIST_CONSUMER ?? "";
if (consumer === "")
  throw new Error("Run `npm run packed`: it makes the project that this is about.");

const scope = path.join(consumer, "node_modules", "@keykist");

/** Every module that can be imported of the packages, as a user names it. */
export const modules = readdirSync(scope)
  .toSorted()
  .flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(path.join(scope, folder, "package.json"), "utf8"));
    return Object.keys(manifest.exports)
      .filter((name) => name !== "./package.json")
      .map((name) => path.posix.join(manifest.name, name));
  });
