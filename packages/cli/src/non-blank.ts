/** Returns the value of a variable, or `undefined` if it is blank, as CI sets one that has no value. */
export function nonBlank(variable: string | undefined): string | undefined {
  return variable === undefined || variable.trim() === "" ? undefined : variable;
}
