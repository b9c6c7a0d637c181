/**
 * Hides what Node prints with NODE_DEBUG: what is read, sent and passed to processes, including values. The output of a
 * command that `kist run` starts is not touched.
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
