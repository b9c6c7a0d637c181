import { ServiceError } from "./service-error.ts";
import { ACCOUNT } from "./secrets-service.ts";

/** An answer of the STS query protocol. */
export interface QueryAnswer {
  readonly status: number;
  readonly xml: string;
}

/** Answers `GetCallerIdentity`, the one action of STS that is modelled. */
export function callerIdentity(form: URLSearchParams, accessKeyId: string): QueryAnswer {
  const action = form.get("Action") ?? "";
  if (action !== "GetCallerIdentity")
    return queryError(
      new ServiceError("NotModelledByEmulator", `the emulator does not model the action ${action}`),
    );
  const result = [
    `<Arn>arn:aws:iam::${ACCOUNT}:user/keykist</Arn>`,
    `<UserId>${escaped(accessKeyId)}</UserId>`,
    `<Account>${ACCOUNT}</Account>`,
  ].join("");
  return {
    status: 200,
    xml: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${result}</GetCallerIdentityResult><ResponseMetadata><RequestId>00000000-0000-4000-a000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  };
}

/** An error in the form of the query protocol, where the codes of some have other names. */
export function queryError({ name, message, $fault, $metadata }: ServiceError): QueryAnswer {
  const type = $fault === "client" ? "Sender" : "Receiver";
  const code = QUERY_CODES[name] ?? name;
  return {
    status: $metadata.httpStatusCode === 400 ? 403 : $metadata.httpStatusCode,
    xml: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>00000000-0000-4000-a000-000000000000</RequestId></ErrorResponse>`,
  };
}

const QUERY_CODES: Partial<Record<ServiceError["name"], string>> = {
  ExpiredTokenException: "ExpiredToken",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
};

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
