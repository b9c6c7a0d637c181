/** What the tests use of dotenvx's reader, which brings no types. */
declare module "@dotenvx/primitives" {
  const primitives: {
    parseSync(
      text: string,
      options: { readonly processEnv: Readonly<Record<string, string>> },
    ): { readonly parsed: Readonly<Record<string, string>> };
  };
  export default primitives;
}
