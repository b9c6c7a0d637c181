/** The kinds of stack components, as ZenML names them. */
export const StackComponentType = {
  ALERTER: "alerter",
  ANNOTATOR: "annotator",
  ARTIFACT_STORE: "artifact_store",
  CONTAINER_REGISTRY: "container_registry",
  DATA_VALIDATOR: "data_validator",
  EXPERIMENT_TRACKER: "experiment_tracker",
  FEATURE_STORE: "feature_store",
  IMAGE_BUILDER: "image_builder",
  METADATA_STORE: "metadata_store",
  MODEL_DEPLOYER: "model_deployer",
  MODEL_REGISTRY: "model_registry",
  ORCHESTRATOR: "orchestrator",
  SECRETS_MANAGER: "secrets_manager",
  STEP_OPERATOR: "step_operator",
} as const;

/** One of the values of {@link StackComponentType}: `"secrets_manager"`, `"artifact_store"`, … */
export type StackComponentType = (typeof StackComponentType)[keyof typeof StackComponentType];

/** Reports whether a value is one of {@link StackComponentType}. */
export function isStackComponentType(value: unknown): value is StackComponentType {
  return Object.values<unknown>(StackComponentType).includes(value);
}
