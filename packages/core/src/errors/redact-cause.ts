import { hasBrand, setBrand } from "../brand.ts";
import type { ValueSearch } from "./redaction.ts";

/** A frame of V8: it ends with a place in a file. */
const isFrame = /^\s+at .*:\d+:\d+\)?$/u;
const token = /^[A-Za-z0-9_.:#-]{1,128}$/u;

/** The text of a field, where it is a short identifier and can hold nothing else. */
function identifier(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && token.test(value) ? value : undefined;
}

function field(source: unknown, name: string): unknown {
  if ((typeof source !== "object" || source === null) && typeof source !== "function")
    return undefined;
  try {
    return Reflect.get(source, name);
  } catch {
    // A getter that throws has nothing to say about the error.
    return undefined;
  }
}

/** What is kept of an error that is not ours. */
export class RedactedCause extends Error {
  static {
    setBrand(this.prototype, "cause");
  }

  /** The backend's own code, where it is a short identifier. */
  readonly code: string | undefined;
  /** The HTTP status, where there was one. */
  readonly status: string | undefined;
  /** The backend's name for the request, for its support. */
  readonly requestId: string | undefined;

  constructor(source: unknown, message: string, frames: readonly string[]) {
    super(message);
    Object.defineProperty(this, "name", { value: identifier(field(source, "name")) ?? "Error" });
    this.code = identifier(field(source, "code"));
    const metadata = field(source, "$metadata");
    this.status = identifier(field(metadata, "httpStatusCode") ?? field(source, "status"));
    this.requestId = identifier(field(metadata, "requestId") ?? field(source, "requestId"));
    this.stack = [`${this.name}: ${message}`, ...frames].join("\n");
  }

  /** Reports whether the `cause` of an error can be shown. Also true for causes of another copy of this package. */
  static is(cause: unknown): cause is RedactedCause {
    return hasBrand(cause, "cause");
  }
}

/**
 * A copy of an error of a backend that can be shown: its name, code, status, request id and stack
 * frames, and nothing of the request. Its message is kept only where the flavor recognised the error
 * (`vouched`) and the text holds no value. Errors of parsing quote their input and
 * are dropped whole.
 */
export function redactCause(
  source: unknown,
  options: { readonly vouched: boolean; readonly holdsValue: ValueSearch },
): RedactedCause | undefined {
  if (source === undefined) return undefined;
  const name = field(source, "name");
  if (name === "SyntaxError" || name === "ZodError" || field(source, "issues") !== undefined)
    return undefined;
  const message = field(source, "message");
  const text = typeof message === "string" ? message : "";
  const kept = options.vouched && !options.holdsValue(text);
  const stack = field(source, "stack");
  // The stack begins with the message, and a message of several lines can look like frames.
  const lines = typeof stack === "string" ? stack.replace(text, "").split("\n") : [];
  const frames = lines.filter((line) => isFrame.test(line) && !options.holdsValue(line));
  const cause = new RedactedCause(
    source,
    kept ? text : "(the message is withheld: it may quote a value)",
    frames,
  );
  const identifiers = [cause.name, cause.code, cause.status, cause.requestId].join(" ");
  return options.holdsValue(identifiers) ? undefined : cause;
}
