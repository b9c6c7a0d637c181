/** Points at one value of one secret: `{{name.key}}` or `{{manager:name.key}}`. */
export interface Reference {
  /** The manager that is asked; `undefined` is the default one. */
  readonly manager: string | undefined;
  /** The name of the secret. */
  readonly name: string;
  /** The key of the entry. */
  readonly key: string;
}

/** A reference without its braces, `name.key` or `manager:name.key`: how errors name it. */
export function referenceText({ manager, name, key }: Reference): string {
  return manager === undefined ? `${name}.${key}` : `${manager}:${name}.${key}`;
}
