/** The hidden word with which a shell's completion calls `kist` back, before the words of the line. */
export const COMPLETE_WORD = "__complete";
