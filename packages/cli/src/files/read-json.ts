import { isSecretKey, isSecretName, KeykistError } from "@keykist/core";

/** A secret of a file. */
export interface FileSecret {
  readonly name: string;
  /** `undefined` where the file does not say. */
  readonly type: string | undefined;
  readonly entries: ReadonlyMap<string, string>;
}

/** What a JSON file holds: secrets, as `kist export` writes them, or the content of one. */
export type JsonFile =
  | { readonly kind: "secrets"; readonly secrets: readonly FileSecret[] }
  | { readonly kind: "content"; readonly entries: ReadonlyMap<string, string> };

/**
 * Reads a JSON file of secrets.
 *
 * @param file its name, for errors, which never quote what it holds
 * @throws KeykistError `INVALID_VALUE`
 */
export function readJson(text: string, file: string): JsonFile {
  const value = parsed(text.startsWith("\uFEFF") ? text.slice(1) : text, file);
  if (!Array.isArray(value)) {
    return { kind: "content", entries: contentOf(value, (problem) => invalid(file, problem)) };
  }
  const names = new Set<string>();
  const secrets = value.map((one: unknown, index) => {
    const secret = secretOf(one, file, index);
    if (names.has(secret.name)) {
      throw invalid(file, `it has the secret ${JSON.stringify(secret.name)} twice`);
    }
    names.add(secret.name);
    return secret;
  });
  if (secrets.length === 0) throw invalid(file, "there is no secret in it");
  return { kind: "secrets", secrets };
}

function parsed(text: string, file: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // What JSON.parse says quotes the text.
    throw invalid(file, "it is not JSON");
  }
}

function secretOf(value: unknown, file: string, index: number): FileSecret {
  const refuse = (problem: string): KeykistError =>
    invalid(file, `secret ${index + 1} of the list ${problem}`);
  if (typeof value !== "object" || value === null) throw refuse("is no object");
  const name: unknown = Reflect.get(value, "name");
  const type: unknown = Reflect.get(value, "type");
  if (!isSecretName(name)) throw refuse("has no valid name");
  if (typeof type !== "string") throw refuse("has no type");
  const entries = contentOf(Reflect.get(value, "content"), (problem) =>
    refuse(`is wrong: ${problem}`),
  );
  return { name, type, entries };
}

function contentOf(
  value: unknown,
  refuse: (problem: string) => KeykistError,
): ReadonlyMap<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse("its content is no object of strings");
  }
  const entries = new Map<string, string>();
  for (const [key, one] of Object.entries(value)) {
    if (!isSecretKey(key)) throw refuse("it has what is no key");
    if (typeof one !== "string") throw refuse(`the value of ${key} is no string`);
    entries.set(key, one);
  }
  return entries;
}

function invalid(file: string, problem: string): KeykistError {
  return new KeykistError("INVALID_VALUE", `cannot import ${file}: ${problem}`, {
    hint: 'it takes { "KEY": "value" } with --as NAME, or what kist export --format json writes',
  });
}
