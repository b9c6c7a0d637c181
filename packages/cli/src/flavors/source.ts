import path from "node:path";

/** A module as a configuration names it: `SOURCE[#EXPORT]`. */
export interface Source {
  /** A path or a package. */
  readonly source: string;
  /** The export that is meant; `undefined` for the only one. */
  readonly name: string | undefined;
}

/** Takes a source apart. */
export function splitSource(text: string): Source {
  const at = text.lastIndexOf("#");
  return at === -1
    ? { source: text, name: undefined }
    : { source: text.slice(0, at), name: text.slice(at + 1) };
}

/** Puts it together again. */
export function joinSource({ source, name }: Source): string {
  return name === undefined ? source : `${source}#${name}`;
}

/** Reports whether a source is a path, relative to the file that names it or absolute. */
export function isPath(source: string): boolean {
  return /^\.\.?(?:[/\\]|$)/.test(source) || path.isAbsolute(source);
}
