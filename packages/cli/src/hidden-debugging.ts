/**
 * Hides what Node writes with NODE_DEBUG: it shows what is read, sent and given to processes, values among it. What a
 * command of `kist run` writes is its own.
 */
export function hideDebugging(): void {
  const { stderr } = process;
  const line = new RegExp(`^[A-Z0-9_]+ ${process.pid}: `);
  stderr.write = new Proxy(stderr.write.bind(stderr), {
    apply: (target, stream, given: readonly unknown[]): unknown => {
      const [chunk] = given;
      if (typeof chunk === "string" && line.test(chunk)) return true;
      const written: unknown = Reflect.apply(target, stream, given);
      return written;
    },
  });
}
