import { configFields, type ConfigFieldsOutput, type ConfigSchema } from "@keykist/core";

const fields = {
  folder: {
    type: "string",
    description: "The folder that holds the secrets. It is made with the first one",
  },
} as const;

/** What a manager of this flavor is configured with, beside `scope`, `namespace` and `timeoutMs`. */
export type TemplateConfig = ConfigFieldsOutput<typeof fields>;

/** The schema of {@link TemplateConfig}. */
export const templateConfigSchema: ConfigSchema<TemplateConfig> = configFields(fields);
