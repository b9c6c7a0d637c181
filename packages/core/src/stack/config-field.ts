/** What every field of {@link configFields} may say. */
interface FieldOptions {
  /** For people: what the field is for. Becomes part of the JSON Schema. */
  readonly description?: string | undefined;
  /** The field may be left out, and then is not there. Fields with a `default` need not say it. */
  readonly optional?: boolean | undefined;
  /** The value is never shown: not by printing, JSON or inspect of the component. JSON Schema `writeOnly`. */
  readonly sensitive?: boolean | undefined;
}

/** A field that holds a text. */
export interface StringField extends FieldOptions {
  readonly type: "string";
  /** The only texts that are accepted. */
  readonly values?: readonly string[] | undefined;
  /** A regular expression (ECMA-262, flag `u`) that must match somewhere in the text, as in JSON Schema. */
  readonly pattern?: string | undefined;
  /**
   * The environment variable that gives the value if the configuration leaves it out: `"ACME_TOKEN"`. For credentials,
   * which no configuration file may hold. The field must be `sensitive` and `optional`. `kist run` does not pass the
   * variable on to the command that it starts.
   */
  readonly environment?: string | undefined;
  readonly default?: string | undefined;
}

/** A field that holds a whole number between -(2^53 - 1) and 2^53 - 1. */
export interface IntegerField extends FieldOptions {
  readonly type: "integer";
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly default?: number | undefined;
}

/** A field that is true or false. */
export interface BooleanField extends FieldOptions {
  readonly type: "boolean";
  readonly default?: boolean | undefined;
}

/** A field that holds texts by name, such as labels. */
export interface StringMapField extends FieldOptions {
  readonly type: "stringMap";
  readonly default?: Readonly<Record<string, string>> | undefined;
}

/** One field of {@link configFields}. */
export type ConfigField = StringField | IntegerField | BooleanField | StringMapField;

/** The type of a field's value. */
export type ConfigFieldValue<Field extends ConfigField> = Field extends StringField
  ? Field extends { readonly values: readonly (infer Value extends string)[] }
    ? Value
    : string
  : Field extends IntegerField
    ? number
    : Field extends BooleanField
      ? boolean
      : Readonly<Record<string, string>>;
