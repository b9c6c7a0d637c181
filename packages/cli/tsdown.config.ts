import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { UserConfig } from "tsdown";
import { program } from "../../tsdown.config.base.ts";
import { PACKED_TEMPLATE, packTemplate, TEMPLATE_FOLDER } from "./src/template/flavor-template.ts";
import { readTemplate } from "./src/template/read-template.ts";

const config: UserConfig = {
  ...program(["src/bin.ts"]),
  hooks: {
    "build:done": async ({ options }) => {
      const packed = packTemplate(await readTemplate(TEMPLATE_FOLDER));
      await writeFile(path.join(options.outDir, PACKED_TEMPLATE), packed);
    },
  },
};

export default config;
