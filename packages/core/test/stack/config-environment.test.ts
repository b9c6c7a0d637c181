import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { configFields, type ConfigSchema, configVariables } from "../../src/index.ts";
import { PlainSecretsManager } from "../plain-flavor.ts";

const fields = configFields({
  url: { type: "string" },
  token: { type: "string", sensitive: true, optional: true, environment: "ACME_TOKEN" },
});

/** A flavor that is given a token. */
class AcmeSecretsManager extends PlainSecretsManager {
  static override readonly FLAVOR: string = "acme";
  static override readonly configSchema: ConfigSchema<object> = fields;

  get token(): unknown {
    const token: unknown = Reflect.get(this.config, "token");
    return token;
  }
}

const url = "https://acme.test";

describe("a field that names an environment variable", () => {
  it("is taken from there where the configuration leaves it out", () => {
    const environment = { ACME_TOKEN: "hunter2" };
    expect(new AcmeSecretsManager({ url }, { environment }).token).toBe("hunter2");
    expect(new AcmeSecretsManager({ url, token: undefined }, { environment }).token).toBe(
      "hunter2",
    );
    expect(new AcmeSecretsManager({ url, token: "own" }, { environment }).token).toBe("own");
  });

  it("is left out where neither has it", () => {
    expect(new AcmeSecretsManager({ url }, { environment: {} }).token).toBeUndefined();
  });

  it("is taken from the variables of the process by default", () => {
    process.env["ACME_TOKEN"] = "hunter2";
    onTestFinished(() => {
      delete process.env["ACME_TOKEN"];
    });
    expect(new AcmeSecretsManager({ url }).token).toBe("hunter2");
  });

  it.each(["", "  ", "\n"])("is refused where the variable is %j", (ACME_TOKEN) => {
    expect(() => new AcmeSecretsManager({ url }, { environment: { ACME_TOKEN } })).toThrow(
      expect.objectContaining({
        code: "INVALID_CONFIG",
        message: "the variable ACME_TOKEN is set, but empty",
        hint: "set ACME_TOKEN to a value, or unset it",
      }),
    );
  });

  it("is not shown, wherever it came from", () => {
    const manager = new AcmeSecretsManager({ url }, { environment: { ACME_TOKEN: "hunter2" } });
    const shown = [inspect(manager, { depth: 9, showHidden: true }), JSON.stringify(manager)];
    expect(shown.join("\n")).not.toContain("hunter2");
  });

  it("lets two managers have two tokens", () => {
    const tokens = ["one", "two"].map(
      (ACME_TOKEN) => new AcmeSecretsManager({ url }, { environment: { ACME_TOKEN } }).token,
    );
    expect(tokens).toEqual(["one", "two"]);
  });
});

describe("configVariables", () => {
  it("names the variable of each field that has one", () => {
    expect([...configVariables(fields)]).toEqual([["token", "ACME_TOKEN"]]);
  });

  it("reads schemas of zod", () => {
    const schema = z.object({
      token: z.string().optional().meta({ writeOnly: true, "x-environment": "ACME_TOKEN" }),
      url: z.string().meta({ "x-environment": "ACME_URL" }),
    });
    expect([...configVariables(schema)]).toEqual([["token", "ACME_TOKEN"]]);
  });
});

describe("configFields", () => {
  it.each([
    ["is shown", { type: "string", optional: true, environment: "ACME_TOKEN" }],
    ["is required", { type: "string", sensitive: true, environment: "ACME_TOKEN" }],
    ["names none", { type: "string", sensitive: true, optional: true, environment: "ACME-TOKEN" }],
  ] as const)("refuses an environment variable of a field that %s", (_what, token) => {
    expect(() => configFields({ token })).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG" }),
    );
  });
});
