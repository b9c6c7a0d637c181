export { type TemplateConfig, templateConfigSchema } from "./config.ts";
export { default, TemplateSecretsManager } from "./template-secrets-manager.ts";
