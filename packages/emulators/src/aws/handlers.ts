import type { Handlers, ReceivedCall } from "../emulated-server.ts";
import { batchGetSecretValue } from "./batch-get-secret-value.ts";
import { callerOf } from "./callers.ts";
import { customerKey } from "./encryption-keys.ts";
import { listSecrets } from "./list-secrets.ts";
import type { AnswerOf, OperationName, RequestOf } from "./operations.ts";
import type { Permissions } from "./permissions.ts";
import type { RequestRateLimit } from "./request-rates.ts";
import { checkRequest } from "./request-schemas.ts";
import {
  createSecret,
  deleteSecret,
  describeSecret,
  getResourcePolicy,
  restoreSecret,
  tagResource,
  untagResource,
  updateSecret,
} from "./secret-operations.ts";
import type { SecretsService } from "./secrets-service.ts";
import {
  getSecretValue,
  listSecretVersionIds,
  putSecretValue,
  updateSecretVersionStage,
} from "./version-operations.ts";

/** The operations as calls of an emulated server, whose requests are checked when they are handled. */
export type SecretsCalls = {
  readonly [Name in OperationName]: { readonly request: unknown; readonly answer: AnswerOf<Name> };
};

type Handler<Name extends OperationName> = (call: ReceivedCall, request: unknown) => AnswerOf<Name>;

type Operation<Name extends OperationName> = (
  service: SecretsService,
  request: RequestOf<Name>,
  at: number,
) => AnswerOf<Name>;

export interface HandlersOptions {
  readonly service: SecretsService;
  readonly permissions: Permissions;
  readonly rates: RequestRateLimit;
}

/** What the server does on each call: is it allowed, is it too often, what does it ask, and then the operation. */
export function secretsHandlers(options: HandlersOptions): Handlers<SecretsCalls> {
  const { service, permissions, rates } = options;
  const { state, reads, lists } = service.options;

  function entered<Name extends OperationName>(
    name: Name,
    { at, client }: ReceivedCall,
    sent: unknown,
  ): RequestOf<Name> {
    permissions.check(callerOf(client), name, resourceOf(sent));
    rates.take(name, at);
    const request = checkRequest(name, sent);
    checkKey(name, { at, client }, request);
    return request;
  }

  /** Values are encrypted and decrypted with the caller's permission to use the key of the secret. */
  function checkKey(
    name: OperationName,
    { at, client }: Pick<ReceivedCall, "at" | "client">,
    request: object,
  ): void {
    const actions = KEY_ACTIONS[name];
    if (actions === undefined) return;
    const key = "KmsKeyId" in request ? request.KmsKeyId : undefined;
    const id = "SecretId" in request ? request.SecretId : undefined;
    const given = typeof key === "string" ? customerKey(key) : undefined;
    const kept = typeof id === "string" ? service.find(id, at)?.kmsKeyId : undefined;
    permissions.checkKey(callerOf(client), given ?? kept, actions);
  }

  function change<Name extends OperationName>(
    name: Name,
    operation: Operation<Name>,
  ): Handler<Name> {
    return (call, sent) => operation(service, entered(name, call, sent), call.at);
  }

  function read<Name extends OperationName>(
    name: Name,
    operation: Operation<Name>,
    views = reads,
  ): Handler<Name> {
    return (call, sent) => {
      const request = entered(name, call, sent);
      const moment = views.momentFor(call.client);
      return state.asOf(moment, () => operation(service, request, moment));
    };
  }

  return {
    BatchGetSecretValue: (call, sent) => {
      const request = entered("BatchGetSecretValue", call, sent);
      const caller = callerOf(call.client);
      if (request.Filters !== undefined) permissions.check(caller, "ListSecrets", "*");
      const moment = reads.momentFor(call.client);
      const listed = request.Filters === undefined ? moment : lists.momentFor(call.client);
      return state.asOf(moment, () =>
        batchGetSecretValue(service, request, {
          at: moment,
          listedAt: (list) => state.asOf(listed, () => list(listed)),
          checkRead: (secretId) => {
            permissions.check(caller, "GetSecretValue", secretId);
            checkKey("GetSecretValue", call, { SecretId: secretId });
          },
        }),
      );
    },
    CreateSecret: (call, sent) => {
      const request = entered("CreateSecret", call, sent);
      if (request.Tags !== undefined)
        permissions.check(callerOf(call.client), "TagResource", request.Name);
      return createSecret(service, request, call.at);
    },
    DeleteSecret: change("DeleteSecret", deleteSecret),
    DescribeSecret: read("DescribeSecret", describeSecret),
    GetResourcePolicy: read("GetResourcePolicy", getResourcePolicy),
    GetSecretValue: read("GetSecretValue", getSecretValue),
    ListSecretVersionIds: read("ListSecretVersionIds", listSecretVersionIds),
    ListSecrets: read("ListSecrets", listSecrets, lists),
    PutSecretValue: change("PutSecretValue", putSecretValue),
    RestoreSecret: change("RestoreSecret", restoreSecret),
    TagResource: change("TagResource", tagResource),
    UntagResource: change("UntagResource", untagResource),
    UpdateSecret: change("UpdateSecret", updateSecret),
    UpdateSecretVersionStage: change("UpdateSecretVersionStage", updateSecretVersionStage),
  };
}

/** The uses of the secret's KMS key that an operation makes. */
const KEY_ACTIONS: Partial<Readonly<Record<OperationName, readonly string[]>>> = {
  GetSecretValue: ["kms:Decrypt"],
  CreateSecret: ["kms:GenerateDataKey", "kms:Decrypt"],
  PutSecretValue: ["kms:GenerateDataKey", "kms:Decrypt"],
};

/** What an AccessDeniedException names: of a request that is not yet checked. */
function resourceOf(sent: unknown): string {
  if (typeof sent !== "object" || sent === null) return "*";
  const named = "SecretId" in sent ? sent.SecretId : "Name" in sent ? sent.Name : undefined;
  return typeof named === "string" ? named : "*";
}
