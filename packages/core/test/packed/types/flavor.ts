// What the compiler asks of somebody who writes a flavor, and of who configures one.
import type { Call, CreateOutcome, FlavorClass, SecretPath, SecretRecord } from "@keykist/core";
import { configFields, KeykistError, resolveReferences } from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { expectTypeOf } from "expect-type";

export class SlowSecretsManager extends MemorySecretsManager {
  static override readonly FLAVOR: string = "slow";

  protected override async doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    expectTypeOf(record.entries).toExtend<ReadonlyMap<string, string>>();
    expectTypeOf(call.signal).toEqualTypeOf<AbortSignal>();
    return await super.doCreate(path, record, call);
  }
}

/** Whether it is a flavor, the compiler says here. */
export const flavor: FlavorClass = SlowSecretsManager;

export class WrongOutcome extends MemorySecretsManager {
  // @ts-expect-error -- what a hook answers is one of its outcomes
  protected override async doCreate(): Promise<{ readonly kind: "perhaps" }> {
    return { kind: "perhaps" };
  }
}

// @ts-expect-error -- a map has none of what a flavor must have
export const noFlavor: FlavorClass = Map;

export function configuration(): void {
  const fields = configFields({
    region: { type: "string", optional: true, description: "Where the secrets are" },
    retries: { type: "integer", description: "How often a call is tried" },
  });
  type Output = NonNullable<(typeof fields)["~standard"]["types"]>["output"];
  expectTypeOf<Output["retries"]>().toEqualTypeOf<number>();
  expectTypeOf<Output["region"]>().toEqualTypeOf<string | undefined>();
  // @ts-expect-error -- there is no such type of field
  configFields({ when: { type: "date", description: "A date" } });
}

export function errors(error: unknown): void {
  if (!KeykistError.is(error)) return;
  expectTypeOf(error.retry).toEqualTypeOf<"never" | "safe" | "exhausted">();
  expectTypeOf(error.secret).toEqualTypeOf<string | undefined>();
  // @ts-expect-error -- codes are a closed list
  KeykistError.is(error, "NOT_THERE");
}

export async function references(manager: MemorySecretsManager): Promise<void> {
  const resolved = await resolveReferences({ url: "{{db.url}}", port: 1 }, manager);
  expectTypeOf(resolved).toEqualTypeOf<{ url: string; port: number }>();
}
