import type { Classification, ErrorContext } from "@keykist/core";
import { AwsStateError } from "./aws-state-error.ts";
import * as is from "./errors/classifications.ts";
import { classifyCredentialsFailure, CredentialsFailure } from "./errors/credentials-failure.ts";
import { denialOf } from "./errors/denial.ts";
import { messageOf, nameOf, statusOf } from "./errors/error-members.ts";
import { NETWORK_ERRORS, SERVICE_ERRORS } from "./errors/service-errors.ts";

export { isClockCorrected } from "./errors/error-members.ts";

/** Reports whether a call may be made again: in the words of AWS for it, or of the network. */
export function isTransient(error: unknown): boolean {
  // The SDK has tried by itself to obtain credentials.
  if (error instanceof CredentialsFailure || error instanceof AwsStateError) return false;
  const classified = classifyByKind(error);
  return classified !== undefined && PASSING.has(classified);
}

const PASSING: ReadonlySet<Classification> = new Set([
  is.throttled,
  is.failing,
  is.cutOff,
  is.notReached,
  is.keyFailing,
]);

/** Reports whether AWS is known not to have carried out the call that failed so. */
export function isNotApplied(error: unknown): boolean {
  return classifyByKind(error)?.outcome === "not_applied";
}

/** Reports whether AWS has answered that it does not do what it was asked, also in words that are not known yet. */
export function isRefusal(error: unknown): boolean {
  const isAnswer = statusOf(error) >= 400 && nameOf(error) !== "Unknown";
  return isNotApplied(error) || (isAnswer && Reflect.get(Object(error), "$fault") === "client");
}

/** Reports whether AWS says that the caller lacks a permission. */
export function isDenied(error: unknown): boolean {
  return !(error instanceof CredentialsFailure) && SERVICE_ERRORS.get(nameOf(error)) === is.denied;
}

/** Reports whether AWS refuses the caller, whatever secret is asked for. */
export function isDeniedToCaller(error: unknown): boolean {
  const code = classifyByKind(error)?.code;
  return code === "PERMISSION_DENIED" || code === "UNAUTHENTICATED";
}

/** Reports whether an error is one of Secrets Manager of this name. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  if (error instanceof CredentialsFailure || error instanceof AwsStateError) return false;
  return names.includes(nameOf(error));
}

/** What an error is, whatever was asked. */
function classifyByKind(error: unknown): Classification | undefined {
  if (error instanceof AwsStateError) return error.classification;
  if (error instanceof CredentialsFailure) return classifyCredentialsFailure(error);
  const message = messageOf(error);
  const known =
    SERVICE_ERRORS.get(nameOf(error)) ?? NETWORK_ERRORS.get(Reflect.get(Object(error), "code"));
  if (known === is.notAccepted && isAboutTime(message)) return is.wrongClock;
  if (known === is.cutOff && /establish a connection/u.test(message)) return is.notReached;
  if (known?.code === "INVALID_CONFIG" || known === is.otherState)
    return /tag polic/iu.test(message) ? is.tagPolicy : known;
  return known ?? classifyByStatus(error) ?? classifyByMessage(message);
}

/** What AWS says in a signature's error where only the time is wrong. */
function isAboutTime(message: string): boolean {
  return /signature expired|signature not yet current|is now earlier than|is now later than/iu.test(
    message,
  );
}

/** What the status means of an answer that has no name: AWS's errors have one. */
function classifyByStatus(error: unknown): Classification | undefined {
  const status = statusOf(error);
  if (status === 429) return is.throttled;
  if (status >= 500) return is.failing;
  if (status === 407) return is.proxyRefuses;
  const isNameless = nameOf(error) === "SyntaxError" || nameOf(error) === "Unknown";
  return isNameless && status > 0 ? is.notAws : undefined;
}

/** What the SDK says before it sends anything, in words alone. */
function classifyByMessage(message: string): Classification | undefined {
  if (message === "Region is missing") return is.noRegion;
  if (/^Region not accepted|^Invalid region/u.test(message)) return is.badRegion;
  return undefined;
}

/** What an error of AWS means, in the step that it came from. */
export function classifyAwsError(
  error: unknown,
  { step }: ErrorContext,
): Classification | undefined {
  const classified = classifyByKind(error);
  if (classified === is.denied) return denialOf(messageOf(error), step);
  if (classified === is.VERSION_QUOTA && step === "CreateSecret") return is.SECRET_QUOTA;
  return classified;
}
