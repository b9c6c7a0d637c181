/** Values that a shell, a parser or an encoding would like to change. */
export const AWKWARD_VALUES: Readonly<Record<string, string>> = {
  NEWLINES: "one\ntwo\r\n\nfour\n",
  DOLLARS: "$HOME ${PATH} $(id) `id` $$",
  QUOTES: `it's "quoted" \\' \\" \\\\`,
  UNICODE: "Grüße 🔑 \u0301 \u202e",
  SPACES: "  both ends\t",
  HASH: "# no comment",
  EMPTY: "",
  EQUALS: "a=b=c",
};
