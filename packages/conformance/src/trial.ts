import type {
  OperationOptions,
  SecretsManager,
  SecretsManagerConfig,
  SecretsManagerOptions,
  Step,
} from "@keykist/core";
import type { CaseContext } from "./conformance-case.ts";
import { succeeds } from "./expectations.ts";
import { givenDeletion, givenSecret } from "./given.ts";
import { StepControl, type StepPlan } from "./scheduling/step-control.ts";
import { trialHint } from "./trial-hint.ts";
import type { OperationUnderTest, Target } from "./operations-under-test.ts";

/** One try of an operation on a secret of its own, with a hand on its steps. */
export interface Trial {
  readonly control: StepControl;
  /** The manager whose steps they are. */
  readonly manager: SecretsManager;
  readonly target: Target;
  readonly run: (options?: OperationOptions) => Promise<unknown>;
}

export interface TrialOptions {
  /** Tells the tries of one operation apart. */
  readonly label: string;
  /** What is done to the steps, each counted from 1 over the whole operation. */
  readonly plan?: ((step: Step, number: number) => ReturnType<StepPlan>) | undefined;
  /** Whether the manager has connected before the operation. Default: `later`, as a part of it. */
  readonly connects?: "before" | "later" | undefined;
  readonly config?: Partial<SecretsManagerConfig> | undefined;
  readonly options?: SecretsManagerOptions | undefined;
}

/** Sets an operation up, through a manager that nothing happens to. */
export async function trialOf(
  context: CaseContext,
  operation: OperationUnderTest,
  { label, plan, connects, config = {}, options = {} }: TrialOptions,
): Promise<Trial> {
  const setUp = await context.manager();
  const name = context.name(trialHint(context.capabilities, operation.operation, label));
  const target = await succeeds(operation.prepare(context, setUp, name), "preparing");
  const control = new StepControl();
  const manager = await context.manager(config, {
    random: () => 0,
    ...options,
    interceptStep: control.intercept,
  });
  if (connects === "before") {
    await Promise.allSettled([manager.getSecret(context.name("absent"))]);
    control.steps.length = 0;
  }
  if (plan !== undefined) control.plan = (step) => plan(step, control.steps.length);
  return { control, manager, target, run: (given = {}) => operation.run(manager, target, given) };
}

/**
 * The steps that an operation makes when nothing happens to it. Of a manager that has connected before, what only
 * the first write of all makes, as the file of a store, is not among them.
 */
export async function stepsOf(
  context: CaseContext,
  operation: OperationUnderTest,
  options: TrialOptions = { label: "steps" },
): Promise<readonly Step[]> {
  if (options.connects === "before" && context.capabilities.write) {
    const first = await context.manager();
    const hint = trialHint(context.capabilities, `first-${operation.operation}`, options.label);
    await givenDeletion(context, first, await givenSecret(context, first, hint, { key: "tulip" }));
  }
  const { control, run } = await trialOf(context, operation, options);
  await succeeds(run(), operation.operation);
  return control.steps;
}
