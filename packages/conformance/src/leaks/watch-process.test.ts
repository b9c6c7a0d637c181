import diagnostics from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { watchProcess } from "./watch-process.ts";

async function heardFrom(work: () => unknown): Promise<string[]> {
  const said = await watchProcess(async () => {
    await work();
  });
  return said.map(({ where, text }) => `${where}: ${text}`);
}

describe("watchProcess hears", () => {
  it("the console", async () => {
    const { console: printed } = globalThis;
    expect(
      await heardFrom(() => {
        printed.debug("saving", { password: "tulip" });
      }),
    ).toContain("console.debug: saving { password: 'tulip' }");
  });

  it("the standard streams", async () => {
    expect(await heardFrom(() => process.stderr.write(""))).toContain("stderr: ");
  });

  it("warnings of the process", async () => {
    const [heard] = await heardFrom(() => {
      process.emitWarning("tulip", "TestWarning");
    });
    expect(heard).toContain("TestWarning: tulip");
  });

  it("a diagnostics channel that nobody listens to", async () => {
    const channel = diagnostics.channel("keykist.test.silent");
    const heard = await heardFrom(() => {
      if (channel.hasSubscribers) channel.publish({ password: "tulip" });
    });
    expect(heard).toEqual(["the diagnostics channel keykist.test.silent: { password: 'tulip' }"]);
  });

  it("a diagnostics channel that somebody listens to", async () => {
    const received: unknown[] = [];
    const listener = (message: unknown): void => {
      received.push(message);
    };
    diagnostics.subscribe("keykist.test.busy", listener);
    const heard = await heardFrom(() => {
      diagnostics.channel("keykist.test.busy").publish("tulip");
    });
    diagnostics.unsubscribe("keykist.test.busy", listener);
    expect(heard).toEqual(["the diagnostics channel keykist.test.busy: tulip"]);
    expect(received).toEqual(["tulip"]);
  });
});

describe("watchProcess leaves", () => {
  it("channels of others alone", async () => {
    const channel = diagnostics.channel("other.channel");
    const heard = await heardFrom(() => {
      expect(channel.hasSubscribers).toBe(false);
      channel.publish("tulip");
    });
    expect(heard).toEqual([]);
  });

  it("everything as it was", async () => {
    const channel = diagnostics.channel("keykist.test.after");
    const methods = (): readonly unknown[] => [
      Reflect.get(globalThis.console, "log"),
      Reflect.get(process.stdout, "write"),
      Reflect.get(channel, "publish"),
      channel.hasSubscribers,
    ];
    const before = methods();
    await heardFrom(() => undefined);
    expect(methods()).toEqual(before);
  });
});
