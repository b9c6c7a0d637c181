import type {
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse,
  CreateSecretRequest,
  CreateSecretResponse,
  DeleteSecretRequest,
  DeleteSecretResponse,
  DescribeSecretRequest,
  DescribeSecretResponse,
  GetResourcePolicyRequest,
  GetResourcePolicyResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  ListSecretsRequest,
  ListSecretsResponse,
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
  RestoreSecretRequest,
  RestoreSecretResponse,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateSecretRequest,
  UpdateSecretResponse,
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from "@aws-sdk/client-secrets-manager";

/** A request that was checked: what is required is there. */
type Checked<Request> = {
  readonly [Key in keyof Request]: Partial<Pick<Request, Key>> extends Pick<Request, Key>
    ? Request[Key]
    : Exclude<Request[Key], undefined>;
};

interface Operation<Request, Answer> {
  readonly request: Checked<Request>;
  readonly answer: Answer;
}

/** The operations that are modelled: what is asked, and what is answered, in the words of the SDK. */
export interface Operations {
  readonly BatchGetSecretValue: Operation<BatchGetSecretValueRequest, BatchGetSecretValueResponse>;
  readonly CreateSecret: Operation<CreateSecretRequest, CreateSecretResponse>;
  readonly DeleteSecret: Operation<DeleteSecretRequest, DeleteSecretResponse>;
  readonly DescribeSecret: Operation<DescribeSecretRequest, DescribeSecretResponse>;
  readonly GetResourcePolicy: Operation<GetResourcePolicyRequest, GetResourcePolicyResponse>;
  readonly GetSecretValue: Operation<GetSecretValueRequest, GetSecretValueResponse>;
  readonly ListSecretVersionIds: Operation<
    ListSecretVersionIdsRequest,
    ListSecretVersionIdsResponse
  >;
  readonly ListSecrets: Operation<ListSecretsRequest, ListSecretsResponse>;
  readonly PutSecretValue: Operation<PutSecretValueRequest, PutSecretValueResponse>;
  readonly RestoreSecret: Operation<RestoreSecretRequest, RestoreSecretResponse>;
  readonly TagResource: Operation<TagResourceRequest, Record<string, never>>;
  readonly UntagResource: Operation<UntagResourceRequest, Record<string, never>>;
  readonly UpdateSecret: Operation<UpdateSecretRequest, UpdateSecretResponse>;
  readonly UpdateSecretVersionStage: Operation<
    UpdateSecretVersionStageRequest,
    UpdateSecretVersionStageResponse
  >;
}

export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = Operations[Name]["request"];
export type AnswerOf<Name extends OperationName> = Operations[Name]["answer"];
