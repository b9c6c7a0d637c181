import type { output, ZodType } from "zod";

/**
 * The keys of a schema, each with a zod type whose stored form is a string: strings, and codecs over
 * strings such as those of `@keykist/core/schemas`. `.optional()` and `.default()` make a key optional.
 */
export type SecretShape = Readonly<Record<string, ZodType<unknown, string | undefined>>>;

// The two marks by which zod's own objects tell which keys may be absent, before and after parsing.
interface MayBeOmitted {
  readonly _zod: { readonly optin: "optional" | "defaulted" };
}
interface MayBeAbsent {
  readonly _zod: { readonly optout: "optional" };
}

/** One object type in the place of an intersection, as editors should show it. */
type Flat<Type> = { readonly [Key in keyof Type]: Type[Key] };

/** What reading a secret of a shape gives: what zod's object of the shape gives, read-only. */
export type SecretContent<Shape extends SecretShape> = Flat<
  {
    readonly [Key in keyof Shape as Shape[Key] extends MayBeAbsent ? never : Key]: output<
      Shape[Key]
    >;
  } & {
    readonly [Key in keyof Shape as Shape[Key] extends MayBeAbsent ? Key : never]?:
      | output<Shape[Key]>
      | undefined;
  }
>;

/** What `create` of a shape takes: the content, where optional keys and those with a default may be left out. */
export type SecretInput<Shape extends SecretShape> = Flat<
  {
    readonly [Key in keyof Shape as Shape[Key] extends MayBeOmitted ? never : Key]: output<
      Shape[Key]
    >;
  } & {
    readonly [Key in keyof Shape as Shape[Key] extends MayBeOmitted ? Key : never]?:
      | output<Shape[Key]>
      | undefined;
  }
>;
