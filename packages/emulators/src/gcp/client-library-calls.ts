import type { protos } from "@google-cloud/secret-manager";
import type { GcpCallName } from "./gcp-calls.ts";

type Secret = protos.google.cloud.secretmanager.v1.ISecret;
type Version = protos.google.cloud.secretmanager.v1.ISecretVersion;

interface Call<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** The same calls as the client library types them: what it is given, and what it gives. */
// A type, not an interface: it has to fit an index signature.
export type ClientLibraryCalls = {
  readonly CreateSecret: Call<protos.google.cloud.secretmanager.v1.ICreateSecretRequest, Secret>;
  readonly GetSecret: Call<protos.google.cloud.secretmanager.v1.IGetSecretRequest, Secret>;
  readonly UpdateSecret: Call<protos.google.cloud.secretmanager.v1.IUpdateSecretRequest, Secret>;
  readonly DeleteSecret: Call<
    protos.google.cloud.secretmanager.v1.IDeleteSecretRequest,
    protos.google.protobuf.IEmpty
  >;
  readonly ListSecrets: Call<
    protos.google.cloud.secretmanager.v1.IListSecretsRequest,
    protos.google.cloud.secretmanager.v1.IListSecretsResponse
  >;
  readonly AddSecretVersion: Call<
    protos.google.cloud.secretmanager.v1.IAddSecretVersionRequest,
    Version
  >;
  readonly GetSecretVersion: Call<
    protos.google.cloud.secretmanager.v1.IGetSecretVersionRequest,
    Version
  >;
  readonly AccessSecretVersion: Call<
    protos.google.cloud.secretmanager.v1.IAccessSecretVersionRequest,
    protos.google.cloud.secretmanager.v1.IAccessSecretVersionResponse
  >;
  readonly ListSecretVersions: Call<
    protos.google.cloud.secretmanager.v1.IListSecretVersionsRequest,
    protos.google.cloud.secretmanager.v1.IListSecretVersionsResponse
  >;
  readonly EnableSecretVersion: Call<
    protos.google.cloud.secretmanager.v1.IEnableSecretVersionRequest,
    Version
  >;
  readonly DisableSecretVersion: Call<
    protos.google.cloud.secretmanager.v1.IDisableSecretVersionRequest,
    Version
  >;
  readonly DestroySecretVersion: Call<
    protos.google.cloud.secretmanager.v1.IDestroySecretVersionRequest,
    Version
  >;
  readonly TestIamPermissions: Call<
    protos.google.iam.v1.ITestIamPermissionsRequest,
    protos.google.iam.v1.ITestIamPermissionsResponse
  >;
};

export type RequestTo<Name extends GcpCallName> = ClientLibraryCalls[Name]["request"];
export type AnswerTo<Name extends GcpCallName> = ClientLibraryCalls[Name]["answer"];
