/** Members of an error of the SDK, of which nothing is known. */

export function nameOf(error: unknown): string {
  return textOf(error, "name");
}

export function messageOf(error: unknown): string {
  return textOf(error, "message");
}

/** The HTTP status of the answer that an error was made of; 0 where there was none. */
export function statusOf(error: unknown): number {
  const metadata: unknown = Reflect.get(Object(error), "$metadata");
  const status: unknown = Reflect.get(Object(metadata), "httpStatusCode");
  return typeof status === "number" ? status : 0;
}

/** Reports whether the SDK has corrected its clock by the answer that an error was made of. */
export function isClockCorrected(error: unknown): boolean {
  const metadata: unknown = Reflect.get(Object(error), "$metadata");
  return Reflect.get(Object(metadata), "clockSkewCorrected") === true;
}

function textOf(error: unknown, member: string): string {
  const text: unknown = Reflect.get(Object(error), member);
  return typeof text === "string" ? text : "";
}
