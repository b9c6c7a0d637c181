import diagnostics from "node:diagnostics_channel";
import { callBefore, redefine } from "./call-before.ts";

/**
 * Hears what is published on every diagnostics channel of a matching name, and answers how to end that.
 * Node subscribes by the exact name, which is not known here. And publishers ask whether a channel has
 * subscribers before they publish: it is made to say yes.
 */
export function listenToChannels(
  names: RegExp,
  listener: (channel: string, message: unknown) => void,
): () => void {
  const active = diagnostics.channel("keykist.conformance.active");
  active.subscribe(ignore);
  // A channel that has subscribers has another prototype than one that has none.
  const idle = diagnostics.channel("keykist.conformance.idle");
  const prototypes = [prototypeOf(active), prototypeOf(idle)];
  const undo = prototypes.flatMap((prototype) => [
    callBefore(prototype, "publish", (channel, [message]) => {
      const name = nameOf(channel);
      if (names.test(name)) listener(name, message);
    }),
    redefine(prototype, "hasSubscribers", {
      get(this: unknown): boolean {
        return prototype === prototypes[0] || names.test(nameOf(this));
      },
    }),
  ]);
  return () => {
    for (const each of undo) each();
    active.unsubscribe(ignore);
  };
}

const ignore = (): void => undefined;

function prototypeOf(channel: object): object {
  const prototype: unknown = Object.getPrototypeOf(channel);
  return typeof prototype === "object" && prototype !== null ? prototype : {};
}

function nameOf(channel: unknown): string {
  return String(Reflect.get(Object(channel), "name"));
}
