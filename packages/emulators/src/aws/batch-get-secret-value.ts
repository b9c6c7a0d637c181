import { passes } from "./list-filters.ts";
import { isListed } from "./list-secrets.ts";
import type { AnswerOf, RequestOf } from "./operations.ts";
import { pageOf } from "./paging.ts";
import type { SecretsService } from "./secrets-service.ts";
import { ServiceError } from "./service-error.ts";
import { getSecretValue } from "./version-operations.ts";

/** How values are read, and who may. */
export interface BatchContext {
  readonly at: number;
  /** Which secrets filters find: listings lag behind values. */
  readonly listedAt: <T>(read: (at: number) => T) => T;
  /** Throws where the caller may not read this secret. */
  readonly checkRead: (secretId: string) => void;
}

/** Reads the current values of up to 20 secrets. What goes wrong with one stands beside the values of the others. */
export function batchGetSecretValue(
  service: SecretsService,
  request: RequestOf<"BatchGetSecretValue">,
  { at, listedAt, checkRead }: BatchContext,
): AnswerOf<"BatchGetSecretValue"> {
  const { SecretIdList, Filters, MaxResults, NextToken } = request;
  if ((SecretIdList === undefined) === (Filters === undefined))
    throw invalid("You must include Filters or SecretIdList, but not both.");
  if (MaxResults !== undefined && Filters === undefined)
    throw invalid("To use MaxResults, you must also use the Filters parameter.");
  const { items, nextToken } =
    Filters === undefined
      ? { items: SecretIdList ?? [], nextToken: undefined }
      : listedAt((listed) =>
          pageOf({
            items: service
              .all(listed)
              .filter((secret) => isListed(secret, { withDeleted: false }))
              .filter((secret) => passes(secret, Filters)),
            placeOf: ({ createdAt, name }) => ({ value: createdAt, name }),
            order: "desc",
            size: MaxResults ?? 20,
            listing: JSON.stringify(["BatchGetSecretValue", Filters]),
            token: NextToken,
            filling: () => service.pageFilling(),
          }),
        );
  const ids = items.map((item) => (typeof item === "string" ? item : item.arn));
  const answers = ids.map((id) => readOne(service, id, { at, checkRead }));
  return {
    SecretValues: answers.flatMap((answer) => ("value" in answer ? [answer.value] : [])),
    Errors: answers.flatMap((answer) => ("error" in answer ? [answer.error] : [])),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}

type OneAnswer =
  | { readonly value: AnswerOf<"GetSecretValue"> }
  | { readonly error: { SecretId: string; ErrorCode: string; Message: string } };

function readOne(
  service: SecretsService,
  id: string,
  { at, checkRead }: Pick<BatchContext, "at" | "checkRead">,
): OneAnswer {
  try {
    checkRead(id);
    return { value: getSecretValue(service, { SecretId: id }, at) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { error: { SecretId: id, ErrorCode: error.name, Message: error.message } };
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", message);
}
