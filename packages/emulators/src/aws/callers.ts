/** What the names of clients over HTTP begin with. Their access key follows. */
const OVER_HTTP = "http ";

/** The client of the emulated server that an access key calls as. */
export function clientOf(accessKeyId: string): string {
  return `${OVER_HTTP}${accessKeyId}`;
}

/** Who calls: a client in this process by its name, one over HTTP by its access key. */
export function callerOf(client: string): string {
  return client.startsWith(OVER_HTTP) ? client.slice(OVER_HTTP.length) : client;
}
