export { ERROR_CODES, type ErrorCode, type Retry, type WriteOutcome } from "./errors/error-code.ts";
export {
  KeykistError,
  type KeykistErrorDetails,
  type ValidationIssue,
} from "./errors/keykist-error.ts";
export { RedactedCause } from "./errors/redact-cause.ts";

export { isSecretKey, isSecretName } from "./secrets/grammar.ts";
export type { ArbitraryContent, Revision, Secret, SecretDescriptor } from "./secrets/secret.ts";
export { secretFromEntries, type SecretEntries } from "./secrets/secret-from-entries.ts";

export { arbitrarySchema } from "./schemas/arbitrary-schema.ts";
export { BaseSecretSchema } from "./schemas/base-secret-schema.ts";
export type { SecretContent, SecretInput, SecretShape } from "./schemas/secret-shape.ts";
export { defineSecretSchema } from "./schemas/define-secret-schema.ts";
export {
  defaultSchemaRegistry,
  registerSecretSchema,
  SecretSchemaRegistry,
} from "./schemas/registry.ts";
export type { SchemaRegistry } from "./schemas/schema-registry.ts";
export type {
  ContentOf,
  Decoded,
  Encoded,
  Entries,
  JsonSchema,
  SecretSchema,
} from "./schemas/secret-schema.ts";

export { BaseSecretsManager } from "./manager/base-secrets-manager.ts";
export type {
  Capabilities,
  Consistency,
  Guard,
  Limits,
  NativeReads,
} from "./manager/capabilities.ts";
export type { Clock } from "./manager/clock.ts";
export { type Diagnosable, type Diagnosis, isDiagnosable } from "./manager/diagnosable.ts";
export {
  type AdoptOutcome,
  type BackOff,
  type Call,
  type Classification,
  type CreateOutcome,
  type ErrorContext,
  type HistoryEntry,
  type Operation,
  type ReadManyAnswer,
  type RecordSummary,
  type Refusal,
  type RemoveManyAnswer,
  type RemoveOutcome,
  type ReplaceOutcome,
  type SecretRecord,
  type Step,
  type StepInterceptor,
  type StepOptions,
  type StoredRecord,
  type UndeleteOutcome,
  type Wanted,
} from "./manager/flavor-contract.ts";
export { type FlavorClass, SPEC_VERSION } from "./manager/flavor-class.ts";
export { managerConfigFields, type SecretsManagerConfig } from "./manager/manager-config.ts";
export { retriedStep, type RetriedStep } from "./manager/retried-step.ts";
export {
  pathScope,
  type PathScope,
  SECRET_SCOPES,
  type SecretPath,
  type SecretScope,
} from "./manager/secret-path.ts";
export type {
  DeleteAllResult,
  GetSecretOptions,
  GetSecretsOptions,
  GuardedWriteOptions,
  ListSecretsOptions,
  ListUnownedSecretsOptions,
  ModifySecretOptions,
  OperationOptions,
  SecretDescription,
  SecretsManager,
  SecretSummary,
  UnownedSecretSummary,
} from "./manager/secrets-manager.ts";
export type { SecretsManagerOptions } from "./manager/secrets-manager-options.ts";

export { findReferences, type FoundReference } from "./references/find-references.ts";
export type { ValuePath } from "./references/json-like.ts";
export {
  escapeReferences,
  parseReferences,
  type ReferencePart,
} from "./references/parse-references.ts";
export type { Reference } from "./references/reference.ts";
export type { NamedSecretsManagers, ReferenceManagers } from "./references/reference-managers.ts";
export { resolveReferences } from "./references/resolve-references.ts";

export type { ConfigField } from "./stack/config-field.ts";
export {
  type ConfigFieldMap,
  configFields,
  type ConfigFieldsOutput,
} from "./stack/config-fields.ts";
export { configVariables, type Environment } from "./stack/config-environment.ts";
export type { ConfigIssue, ConfigOf, ConfigResult, ConfigSchema } from "./stack/config-schema.ts";
export type { StackComponentClass } from "./stack/stack-component-class.ts";
export {
  StackComponent,
  type StackComponentDescriptor,
  type StackComponentOptions,
} from "./stack/stack-component.ts";
export { isStackComponentType, StackComponentType } from "./stack/stack-component-type.ts";
