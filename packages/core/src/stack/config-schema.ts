/** A problem that a configuration schema reports. Its message is never shown: it may quote the input. */
export interface ConfigIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type ConfigResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly ConfigIssue[] };

/**
 * A schema of a configuration: any Standard Schema that also gives JSON Schema
 * (https://standardschema.dev). zod ≥ 4.2 objects are; `configFields` is one that needs no zod.
 * Validation must be synchronous.
 */
export interface ConfigSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => ConfigResult<Output> | Promise<ConfigResult<Output>>;
    readonly jsonSchema: {
      readonly input: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown>;
      readonly output: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown>;
    };
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** The configuration that a schema accepts: `ConfigOf<typeof awsConfig>`. */
export type ConfigOf<Schema> = Schema extends ConfigSchema<infer Output> ? Output : never;

/**
 * The `vendor` of keykist's own schemas. Their messages are fixed words and shown as they are; those
 * of any other vendor may quote the input, and never are.
 */
export const KEYKIST_VENDOR = "keykist";
