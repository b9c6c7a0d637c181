import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { isJsonObject } from "../json-object.ts";
import { readTemplate, type TemplateFiles } from "./read-template.ts";

/** The one file that the build makes of the template: as a folder, a package manager would not unpack all of it. */
export const PACKED_TEMPLATE = "flavor-template.json";

/** The template in the repository. */
export const TEMPLATE_FOLDER: string = path.resolve(
  import.meta.dirname,
  "../../../../templates/flavor",
);

/** The files of the flavor that authors begin with. */
export async function flavorTemplate(): Promise<TemplateFiles> {
  // The build puts every module of kist beside it.
  const packed = path.join(import.meta.dirname, PACKED_TEMPLATE);
  return existsSync(packed)
    ? unpackTemplate(await readFile(packed, "utf8"))
    : readTemplate(TEMPLATE_FOLDER);
}

/** The files of a template as one text. */
export function packTemplate(files: TemplateFiles): string {
  return `${JSON.stringify(Object.fromEntries(files), null, 1)}\n`;
}

function unpackTemplate(text: string): TemplateFiles {
  const packed: unknown = JSON.parse(text);
  const files = isJsonObject(packed) ? Object.entries(packed) : [];
  return new Map(files.map(([file, content]) => [file, String(content)]));
}
