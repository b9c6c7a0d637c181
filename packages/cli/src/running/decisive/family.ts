/** Variables that one tool, or one kind of tools, obeys whatever program the user meant to run. */
export interface VariableFamily {
  /** Whose they are. */
  readonly family: string;
  /** `code`: other code runs than was meant. `traffic`: it goes elsewhere, or nobody checks who answers. */
  readonly decides: "code" | "traffic";
  /** What they do, as the end of a sentence about one of them. */
  readonly reason: string;
  /** Names, with blanks between them; `*` stands for any characters. */
  readonly names: string;
  /** Names beneath a `*` that only hold a credential, or change nothing of this kind. */
  readonly except?: string;
  /** Whether the tool takes them in small and capital letters. */
  readonly anyCase?: true;
}
