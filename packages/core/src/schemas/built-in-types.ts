/** The types of the built-in schemas that need zod, known before any of them is loaded. */
export const ZOD_BUILT_IN_TYPES = [
  "api_key",
  "aws",
  "azure",
  "basic_auth",
  "gcp",
  "kserve_az",
  "kserve_gs",
  "kserve_s3",
  "mysql",
  "postgres",
  "seldon_az",
  "seldon_gs",
  "seldon_s3",
  "ssh_key",
  "tls",
  "whylabs",
] as const;

/** One of {@link ZOD_BUILT_IN_TYPES}. */
export type ZodBuiltInType = (typeof ZOD_BUILT_IN_TYPES)[number];

const zodTypes: ReadonlySet<unknown> = new Set(ZOD_BUILT_IN_TYPES);

export function isZodBuiltInType(type: unknown): type is ZodBuiltInType {
  return zodTypes.has(type);
}
