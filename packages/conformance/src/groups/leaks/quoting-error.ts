/** An error as an SDK could throw it at its worst: it quotes what was sent, wherever an error can. */
export function quotingError(values: readonly string[]): Error {
  const body = JSON.stringify(values);
  const encoded = Buffer.from(body).toString("base64");
  const error = new Error(`cannot parse ${body}\n    at ${encoded}`, {
    cause: new Error(`sent ${encoded}`, { cause: { body } }),
  });
  return quoting(error, values);
}

/** The same error, and now it quotes values too: in its message, its stack and its properties. */
export function quoting(error: unknown, values: readonly string[]): Error {
  const quoted = error instanceof Error ? error : new Error(String(error));
  const plain = values.join(" ");
  const hex = Buffer.from(plain).toString("hex");
  Object.defineProperty(quoted, "message", { value: `${quoted.message} (${plain}, ${hex})` });
  Object.defineProperty(quoted, "stack", {
    value: `Error: ${plain}\n    at ${encodeURIComponent(plain)}\n${quoted.stack ?? ""}`,
  });
  return Object.assign(quoted, {
    request: { body: plain, headers: { authorization: hex } },
    response: { body: JSON.stringify(values) },
    details: values,
  });
}
