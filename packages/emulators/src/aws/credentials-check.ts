import { ServiceError } from "./service-error.ts";
import { type SignedRequest, signatureOf } from "./signature.ts";

/** Keys that the emulator knows. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials: whoever sends another is not known. */
  readonly sessionToken?: string | undefined;
  readonly isExpired?: boolean | undefined;
}

export interface CredentialsCheckOptions {
  readonly region: string | undefined;
  readonly credentials: readonly AwsCredentials[] | undefined;
  /** How far the server's clock is ahead of this machine's; milliseconds. Where it is given, requests must be in time. */
  readonly clockAhead?: number | undefined;
}

/** "requests must reach AWS within five minutes of the timestamp in the request" */
const TOLERANCE = 5 * 60 * 1000;

/** Who may call over HTTP. */
export class CredentialsCheck {
  readonly #options: CredentialsCheckOptions;

  constructor(options: CredentialsCheckOptions) {
    this.#options = options;
  }

  /**
   * The access key that a request is signed with.
   *
   * @throws ServiceError `MissingAuthenticationTokenException`, `UnrecognizedClientException`, `ExpiredTokenException`,
   * `InvalidSignatureException`
   */
  accessKeyOf(request: SignedRequest): string {
    const authorization = request.headers["authorization"];
    if (authorization === undefined)
      throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
    const parts =
      /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
        authorization,
      );
    const [, accessKeyId, date, region, service, signedHeaders, signature] = parts ?? [];
    if (
      accessKeyId === undefined ||
      date === undefined ||
      region === undefined ||
      service === undefined ||
      signedHeaders === undefined
    )
      throw new ServiceError(
        "InvalidSignatureException",
        "The Authorization header is not one of Signature Version 4.",
      );
    if (this.#options.region !== undefined && region !== this.#options.region)
      throw new ServiceError(
        "InvalidSignatureException",
        `Credential should be scoped to a valid region.`,
      );
    this.#checkTime(request.headers["x-amz-date"]);
    const { credentials } = this.#options;
    if (credentials === undefined) return accessKeyId;
    const known = credentials.find((each) => each.accessKeyId === accessKeyId);
    if (known === undefined || known.sessionToken !== request.headers["x-amz-security-token"])
      throw new ServiceError(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
      );
    if (known.isExpired === true)
      throw new ServiceError(
        "ExpiredTokenException",
        "The security token included in the request is expired",
      );
    const { secretAccessKey } = known;
    const scope = { date, region, service, signedHeaders, secretAccessKey };
    if (signatureOf(request, scope) !== signature)
      throw new ServiceError(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
      );
    return accessKeyId;
  }

  /** The server's time, which its answers carry. */
  get now(): Date {
    return new Date(Date.now() + (this.#options.clockAhead ?? 0));
  }

  #checkTime(stamp: string | undefined): void {
    if (this.#options.clockAhead === undefined) return;
    const sent = Date.parse(
      (stamp ?? "").replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
    );
    const now = this.now.getTime();
    if (Math.abs(now - sent) <= TOLERANCE) return;
    const side = sent < now ? "Signature expired" : "Signature not yet current";
    const order = sent < now ? "earlier" : "later";
    throw new ServiceError(
      "InvalidSignatureException",
      `${side}: ${stamp ?? "no date"} is now ${order} than ${this.now.toISOString()} (5 min.)`,
    );
  }
}
