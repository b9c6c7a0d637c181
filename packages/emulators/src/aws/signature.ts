import { createHash, createHmac } from "node:crypto";

/** What a signature is of. Names of headers are in lower case. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface SigningScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Names, joined by `;`. */
  readonly signedHeaders: string;
  readonly secretAccessKey: string;
}

/** The signature that a request should have, by Signature Version 4. Queries are not modelled: no request here has one. */
export function signatureOf(request: SignedRequest, scope: SigningScope): string {
  const { date, region, service, signedHeaders, secretAccessKey } = scope;
  const headers = signedHeaders
    .split(";")
    .map((name) => `${name}:${(request.headers[name] ?? "").trim().replaceAll(/ +/g, " ")}\n`);
  const canonical = [
    request.method,
    request.target,
    "",
    headers.join(""),
    signedHeaders,
    sha256(request.body),
  ].join("\n");
  const toSign = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"] ?? "",
    `${date}/${region}/${service}/aws4_request`,
    sha256(Buffer.from(canonical)),
  ].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<Buffer>(
    (last, part) => hmac(last, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return hmac(key, toSign).toString("hex");
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
