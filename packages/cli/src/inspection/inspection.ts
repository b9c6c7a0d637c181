/** What is asked of a module that is to be registered. */
export type InspectionRequest =
  | {
      readonly kind: "flavor";
      /** The module, as a person names it. */
      readonly source: string;
      readonly file: string;
      /** The export that is meant; `undefined` for the only one. */
      readonly name?: string | undefined;
    }
  | {
      readonly kind: "schemas";
      readonly source: string;
      readonly file: string;
      /** Modules that are registered already: their types are taken. */
      readonly others: readonly string[];
    };

/** What was found in it. */
export type Inspection =
  | { readonly kind: "flavor"; readonly flavor: string }
  | { readonly kind: "schemas"; readonly types: readonly string[] };

/** The error of an inspection, as it goes from one process to another. */
export interface InspectionFailure {
  readonly kind: "failure";
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The hidden word that makes `kist` inspect a module: nobody types it. */
export const INSPECT_WORD = "__inspect";

/** A request as words of a command line. */
export function wordsOf(request: InspectionRequest): readonly string[] {
  const { kind, source, file } = request;
  return kind === "flavor"
    ? [kind, source, file, ...(request.name === undefined ? [] : [request.name])]
    : [kind, source, file, ...request.others];
}

/** The request that such words are. */
export function requestOf([
  kind,
  source = "",
  file = "",
  ...rest
]: readonly string[]): InspectionRequest {
  return kind === "flavor"
    ? { kind, source, file, name: rest[0] }
    : { kind: "schemas", source, file, others: rest };
}
